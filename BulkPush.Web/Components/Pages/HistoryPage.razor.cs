using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>All pushes; status and page live in the address.</summary>
public sealed partial class HistoryPage : IDisposable
{
    private const int PageSize = 25;

    private static readonly Dictionary<string, object?> TableNames = new() { ["aria-label"] = "Pushes" };

    private readonly PageVisit _visit = new();
    private JobPage? _jobs;
    private BulkPushJobStatus? _status;
    private int _page;
    private bool _hasFailed;

    [SupplyParameterFromQuery(Name = "status")] public string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] public required BulkPushJobQueries Jobs { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ILogger<HistoryPage> Logger { get; init; }

    public void Dispose() => _visit.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _status = UrlEnum.Read<BulkPushJobStatus>(StatusName);
        _page = Math.Max(0, (PageNumber ?? 1) - 1);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var asked = (_status, _page);
        try
        {
            var jobs = await Jobs.ListAsync(_status, _page, PageSize, _visit.Leaving);
            if (asked == (_status, _page))
                (_jobs, _hasFailed) = (jobs, false);
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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The history of pushes could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
