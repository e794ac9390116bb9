using BulkPush.Core.Notifications;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Notifications;

/// <summary>Deliveries as they stand; read again every 2 s while one of them is still on its way. Rendered anew (<c>@key</c>) for another choice.</summary>
public sealed partial class DeliveryList : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly PageVisit _visit = new();
    private Task _watching = Task.CompletedTask;
    private DeliveryPage? _page;
    private bool _hasFailed;

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ILogger<DeliveryList> Logger { get; init; }

    /// <summary>Reads what is shown.</summary>
    [Parameter, EditorRequired] public required Func<CancellationToken, Task<DeliveryPage>> Read { get; set; }

    /// <summary>Whether all are of the push whose page this is.</summary>
    [Parameter] public bool IsOfOneJob { get; set; }

    /// <summary>Sends one again; without it there are no buttons.</summary>
    [Parameter] public EventCallback<DeliveryRow> OnResend { get; set; }

    /// <summary>Shown when there is none.</summary>
    [Parameter] public RenderFragment? Empty { get; set; }

    /// <summary>The address of a page by its zero-based number; null for a list without pages.</summary>
    [Parameter] public Func<int, string>? PageUrl { get; set; }

    /// <summary>Zero-based.</summary>
    [Parameter] public int Page { get; set; }

    [Parameter] public int PageSize { get; set; }

    private bool IsOnItsWay => _page?.Items.Any(delivery => delivery is { Status: DeliveryStatus.Pending, IsTargetPaused: false }) is true;

    public async ValueTask DisposeAsync()
    {
        _visit.Dispose();
        await _watching;
    }

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
                await TickAsync();
            while ((IsOnItsWay || _page is null) && await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left. However the reading in flight ended then, there is nobody to show it to, and thrown from here it would end the circuit.
            Log.ReadingWasLeft(Logger, error);
        }
    }

    private async Task TickAsync()
    {
        try
        {
            (_page, _hasFailed) = (await Read(_visit.Leaving), false);
        }
        catch (Exception error) when (!_visit.IsOver)
        {
            // One bad reading must not freeze the list: what it shows stays, and the next tick tries again.
            if (!_hasFailed)
                Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }

        StateHasChanged();
    }

    private async Task ResendAsync(DeliveryRow delivery)
    {
        await OnResend.InvokeAsync(delivery);
        if (_watching.IsCompleted)
            _watching = WatchAsync(_visit.Leaving);
        else
            await TickAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The deliveries could not be read for their page; it tries again.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(Level = LogLevel.Debug, Message = "A reading of the deliveries ended after its page was left.")]
        public static partial void ReadingWasLeft(ILogger logger, Exception error);
    }
}
