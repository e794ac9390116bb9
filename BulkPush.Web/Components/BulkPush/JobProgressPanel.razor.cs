using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Shows a push live: re-reads it every 2 s while it runs. Rendered anew (<c>@key</c>) for another push.</summary>
public sealed partial class JobProgressPanel : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly PageVisit _visit = new();
    private Task _watching = Task.CompletedTask;
    private JobProgress? _job;
    private DateTimeOffset _readAt;
    private Exception? _lastError;
    private bool _isMissing;
    private bool _isCancelAsked;

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    [Inject] public required ILogger<JobProgressPanel> Logger { get; init; }

    /// <summary>Reads the push afresh; null when there is none.</summary>
    [Parameter, EditorRequired] public required Func<CancellationToken, Task<JobProgress?>> Read { get; set; }

    /// <summary>Asks for cancellation and says whether it was asked for; null hides the button.</summary>
    [Parameter] public Func<Task<bool>>? Cancel { get; set; }

    /// <summary>Asks for one store to be cancelled; null hides the buttons.</summary>
    [Parameter] public Func<StorePushView, Task>? CancelStore { get; set; }

    /// <inheritdoc cref="PauseButton.Ask"/>
    [Parameter] public Func<Guid?, bool, Task>? AskPause { get; set; }

    /// <summary>Starts a push of what this one left open; null hides the buttons.</summary>
    [Parameter] public Func<RetryScope, Guid?, Task>? Retry { get; set; }

    /// <summary>Whether this operator started the push just now: then its end is news even on the first reading.</summary>
    [Parameter] public bool IsJustStarted { get; set; }

    /// <summary>Raised after every reading.</summary>
    [Parameter] public EventCallback<JobProgress> WasRead { get; set; }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private bool IsOver => _isMissing || _job is { IsFinal: true };

    private EventCallback OnCancel => Cancel is null ? default : EventCallback.Factory.Create(this, CancelAsync);

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
                await TickAsync(cancellationToken);
            while (!IsOver && await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left. However the reading in flight ended then, there is nobody to show it to, and thrown from here it would end the circuit.
            Log.ReadingWasLeft(Logger, error);
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            Show(await Read(cancellationToken));
            if (_job is { } job)
                await WasRead.InvokeAsync(job);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // One bad reading must not freeze the page: the last numbers stay, marked as old, and the next tick tries again.
            if (_lastError is null)
                Log.ReadingFailed(Logger, error);
            _lastError = error;
        }

        StateHasChanged();
    }

    private void Show(JobProgress? job)
    {
        _lastError = null;
        _isMissing = job is null;
        if (job is null)
            return;

        if (JobAnnouncement.For(_job, job, IsJustStarted) is { } announcement)
            Snackbar.Add(announcement.Text, announcement.Severity);
        _job = job;
        _readAt = Now;
    }

    private Func<Guid?, bool, Task>? AskPauseHere => AskPause is { } ask ? (storeId, isPause) => ThenReadAsync(ask(storeId, isPause)) : null;

    private EventCallback OnStoreCancel(StorePushView store) =>
        CancelStore is null ? default : EventCallback.Factory.Create(this, () => ThenReadAsync(CancelStore(store)));

    /// <summary>What somebody did here is seen here at once.</summary>
    private async Task ThenReadAsync(Task action)
    {
        await action;
        await TickAsync(_visit.Leaving);
    }

    private async Task CancelAsync() => _isCancelAsked = Cancel is { } cancel && await cancel();

    public async ValueTask DisposeAsync()
    {
        _visit.Dispose();
        await _watching;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A push could not be read for its page; the page keeps the last numbers and tries again.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(Level = LogLevel.Debug, Message = "A reading of a push ended after its page was left.")]
        public static partial void ReadingWasLeft(ILogger logger, Exception error);
    }
}
