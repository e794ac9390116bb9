using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Schedules;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>All schedules, read anew every few seconds: a run begins and ends without anybody's doing.</summary>
public sealed partial class SchedulesPage : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly PageVisit _visit = new();
    private Task _watching = Task.CompletedTask;
    private IReadOnlyList<ScheduleView>? _schedules;
    private bool _mayPush;
    private bool _isBusy;
    private bool _hasFailed;

    [Inject] public required ScheduleQueries Schedules { get; init; }

    [Inject] public required ScheduleActions Actions { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ILogger<SchedulesPage> Logger { get; init; }

    public async ValueTask DisposeAsync()
    {
        _visit.Dispose();
        await _watching;
    }

    protected override async Task OnInitializedAsync() => _mayPush = await Operator.MayAsync(Permissions.ProductsPush);

    // Never runs while prerendering, so a page that is only rendered as HTML leaves no timer behind.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _watching = WatchAsync(_visit.Leaving);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            do
            {
                await LoadAsync();
                await InvokeAsync(StateHasChanged);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left. However the reading in flight ended then, there is nobody to show it to, and thrown from here it would end the circuit.
            Log.ReadingWasLeft(Logger, error);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            (_schedules, _hasFailed) = (await Schedules.ListAsync(_visit.Leaving), false);
        }
        catch (Exception error) when (DatabaseFailure.Is(error) && !_visit.IsOver)
        {
            Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }
    }

    // The buttons stay enabled meanwhile: a disabled one loses the focus, and nobody who asks "Remove?" and is told no finds back to it.
    private async Task DoAsync(ScheduleView schedule, Func<ScheduleView, Task> act)
    {
        if (_isBusy)
            return;

        _isBusy = true;
        try
        {
            await act(schedule);
            if (!_visit.IsOver)
                await LoadAsync();
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        finally
        {
            _isBusy = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The schedules could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Debug, "The page with the schedules was left while they were read.")]
        public static partial void ReadingWasLeft(ILogger logger, Exception error);
    }
}
