using BulkPush.Core.Stores;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Stores;

/// <summary>A page that lists all stores and lets them be checked one by one.</summary>
public abstract partial class StoreListPage : ComponentBase, IDisposable
{
    private readonly PageVisit _visit = new();
    private readonly HashSet<Guid> _checking = [];

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required StoreChecks Checks { get; init; }

    [Inject] public required ILogger<StoreListPage> Logger { get; init; }

    /// <summary>Null until they were read.</summary>
    protected IReadOnlyList<StoreSummary>? All { get; private set; }

    protected bool HasFailed { get; private set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _visit.Dispose();

    protected bool IsChecking(StoreSummary store) => _checking.Contains(store.Id);

    protected override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Reads what a page shows besides the stores.</summary>
    protected virtual Task ReadMoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected async Task LoadAsync()
    {
        try
        {
            await ReadMoreAsync(_visit.Leaving);
            (All, HasFailed) = (await Stores.ListAsync(_visit.Leaving), false);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error);
            HasFailed = true;
        }
    }

    protected async Task CheckAsync(StoreSummary store)
    {
        if (!_checking.Add(store.Id))
            return;

        try
        {
            await Checks.CheckAsync(store.Id, store.Name, _visit.Leaving);
        }
        finally
        {
            _checking.Remove(store.Id);
        }

        await LoadAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The stores could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
