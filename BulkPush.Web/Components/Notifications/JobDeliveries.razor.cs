using BulkPush.Core.Notifications;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Notifications;

/// <summary>What was told of one push, in short; nothing while nobody was told. Rendered anew (<c>@key</c>) when the push has another state.</summary>
public sealed partial class JobDeliveries : IDisposable
{
    /// <summary>The newest ones; the log has them all.</summary>
    private const int Shown = 4;

    private readonly PageVisit _visit = new();
    private DeliveryPage? _page;

    [Parameter, EditorRequired] public required Guid JobId { get; set; }

    [Inject] public required DeliveryLog Deliveries { get; init; }

    [Inject] public required ILogger<JobDeliveries> Logger { get; init; }

    public void Dispose() => _visit.Dispose();

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _page = await ReadAsync(_visit.Leaving);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            // The panel of the push beside it says that the database is away.
            Log.ReadingFailed(Logger, error);
        }
    }

    private async Task<DeliveryPage> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await Deliveries.OfJobAsync(JobId, cancellationToken);
        return new DeliveryPage(rows.Take(Shown).ToList(), rows.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What was told of a push could not be read for its page.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
