using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>A push's results product by product, filtered by the address. The page that is open is read again whenever the push has moved on.</summary>
public sealed partial class PushItemsTable : IDisposable
{
    public const int PageSize = 50;

    private static readonly Dictionary<string, object?> TableNames = new() { ["aria-label"] = "Products in this push" };

    private readonly PageVisit _visit = new();
    private readonly Stack<string?> _earlier = [];
    private PushItemPage? _page;
    private string? _cursor;
    private (PushItemOutcome?, Guid?, bool)? _shown;
    private (int Processed, int Skipped, PublishCounts Publishing, bool IsFinal) _progress;
    private bool _hasFailed;

    [Parameter, EditorRequired] public required JobProgress Job { get; set; }

    [Parameter] public PushItemOutcome? Outcome { get; set; }

    [Parameter] public Guid? StoreId { get; set; }

    /// <summary>Shows only products that should be published and are not.</summary>
    [Parameter] public bool IsUnpublished { get; set; }

    /// <summary>Reads a page of results; null when the push is gone.</summary>
    [Parameter, EditorRequired] public required Func<PushItemQuery, CancellationToken, Task<PushItemPage?>> Read { get; set; }

    /// <summary>Starts a push of the rows of the filter; null hides the button.</summary>
    [Parameter] public Func<RetryScope, Guid?, Task>? Retry { get; set; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<PushItemsTable> Logger { get; init; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private string Empty => Outcome is null && !Job.IsFinal ? "Nothing is planned yet." : "No product has this outcome.";

    private IEnumerable<StorePushProgress> Counted => Job.Stores.Where(s => StoreId is null || s.StoreId == StoreId).Select(s => s.Progress);

    private int Unpublished => Counted.Sum(p => p.Publishing.Pending + p.Publishing.Failed);

    private IEnumerable<(PushItemOutcome? Outcome, string Text, int Count)> Filters =>
    [
        (null, "All", Counted.Sum(p => p.Total)),
        (PushItemOutcome.Created, "Created", Counted.Sum(p => p.Created)),
        (PushItemOutcome.Updated, "Updated", Counted.Sum(p => p.Updated)),
        (PushItemOutcome.Unchanged, "Unchanged", Counted.Sum(p => p.Unchanged)),
        (PushItemOutcome.Failed, "Failed", Counted.Sum(p => p.Failed)),
        (PushItemOutcome.Deferred, "Deferred", Counted.Sum(p => p.Deferred)),
        (PushItemOutcome.Skipped, "Skipped", Counted.Sum(p => p.Skipped)),
        (PushItemOutcome.Pending, "Waiting", Counted.Sum(p => Math.Max(0, p.Total - p.Processed - p.Skipped))),
    ];

    public void Dispose() => _visit.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (Outcome, StoreId, IsUnpublished);
        var progress = (Job.Processed, Job.Skipped, Job.Publishing, Job.IsFinal);
        if (_shown != wanted)
        {
            (_shown, _progress) = (wanted, progress);
            _earlier.Clear();
            await LoadAsync(cursor: null);
        }
        else if (_progress != progress)
        {
            _progress = progress;
            await LoadAsync(_cursor);
        }
    }

    private Task BackAsync() => LoadAsync(_earlier.Pop());

    private Task OnAsync()
    {
        _earlier.Push(_cursor);
        return LoadAsync(_page?.NextCursor);
    }

    private async Task LoadAsync(string? cursor)
    {
        _cursor = cursor;
        var asked = _shown;
        try
        {
            var page = await Read(new PushItemQuery(Job.Id, StoreId, Outcome, cursor, PageSize) { IsUnpublished = IsUnpublished }, _visit.Leaving);
            if (asked == _shown && cursor == _cursor)
                (_page, _hasFailed) = (page ?? new([], null), false);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }
    }

    private string StoreName(Guid? id) => id is null ? "All stores" : Job.Stores.FirstOrDefault(s => s.StoreId == id)?.StoreName ?? "Unknown store";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A push's results could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
