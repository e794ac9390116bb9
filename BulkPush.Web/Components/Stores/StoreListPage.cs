using BulkPush.Core.Stores;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Stores;

/// <summary>A page that lists all stores and lets them be checked one by one.</summary>
public abstract partial class StoreListPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
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

    protected virtual void Dispose(bool disposing)
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected bool IsChecking(StoreSummary store) => _checking.Contains(store.Id);

    protected override Task OnInitializedAsync() => LoadAsync();

    protected async Task LoadAsync()
    {
        try
        {
            (All, HasFailed) = (await Stores.ListAsync(_leaving.Token), false);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
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
            await Checks.CheckAsync(store.Id, store.Name, _leaving.Token);
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
