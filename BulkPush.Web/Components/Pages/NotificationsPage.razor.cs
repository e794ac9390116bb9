using BulkPush.Core.Notifications;
using BulkPush.Web.Components.Notifications;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Who is told of pushes, and the log of what they were told; its filters live in the address.</summary>
public sealed partial class NotificationsPage : IDisposable
{
    private const int PageSize = 25;

    private readonly PageVisit _visit = new();
    private readonly Dictionary<Guid, DeliveryRow> _tried = [];
    private readonly HashSet<Guid> _trying = [];
    private IReadOnlyList<TargetSummary>? _targets;
    private Guid? _targetId;
    private DeliveryStatus? _status;
    private Guid? _jobId;
    private int _page;
    private int _tests;
    private bool _hasFailed;

    [SupplyParameterFromQuery(Name = "target")] public string? TargetName { get; set; }

    [SupplyParameterFromQuery(Name = "status")] public string? StatusName { get; set; }

    [SupplyParameterFromQuery(Name = "job")] public string? JobName { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] public required NotificationTargets Targets { get; init; }

    [Inject] public required DeliveryLog Deliveries { get; init; }

    [Inject] public required NotificationSetup Setup { get; init; }

    [Inject] public required TargetActions Actions { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<NotificationsPage> Logger { get; init; }

    private bool IsFiltered => _targetId is not null || _status is not null || _jobId is not null || _page > 0;

    /// <summary>Another choice, or a test that has been sent, is another list.</summary>
    private string ListKey => $"{PageAddress.DeliveriesOf(_targetId, _status, _jobId, _page)}#{_tests}";

    public void Dispose() => _visit.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnParametersSet()
    {
        _targetId = Guid.TryParse(TargetName, out var target) ? target : null;
        _status = UrlEnum.Read<DeliveryStatus>(StatusName);
        _jobId = Guid.TryParse(JobName, out var job) ? job : null;
        _page = Math.Max(0, (PageNumber ?? 1) - 1);
    }

    private async Task LoadAsync()
    {
        try
        {
            (_targets, _hasFailed) = (await Targets.ListAsync(_visit.Leaving), false);
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

    private Task<DeliveryPage> ReadAsync(CancellationToken cancellationToken) =>
        Deliveries.ListAsync(new DeliveryQuery(_targetId, _status, _jobId, _page, PageSize), cancellationToken);

    private void ShowTarget(Guid? targetId) => Navigation.NavigateTo(PageAddress.DeliveriesOf(targetId, _status, _jobId, 0));

    private async Task TestAsync(TargetSummary target)
    {
        if (!_trying.Add(target.Id))
            return;

        _tried.Remove(target.Id);
        try
        {
            if (await Actions.TestAsync(target) is { } delivery)
                _tried[target.Id] = delivery;
            _tests++;
        }
        finally
        {
            _trying.Remove(target.Id);
        }
    }

    private async Task PauseAsync(TargetSummary target)
    {
        await Actions.PauseAsync(target, !target.IsPaused);
        await LoadAsync();
    }

    private async Task RemoveAsync(TargetSummary target)
    {
        await Actions.RemoveAsync(target);
        await LoadAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The notification targets could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);
    }
}
