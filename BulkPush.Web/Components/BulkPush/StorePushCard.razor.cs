using BulkPush.Core.Jobs;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>One store's part of a push: its bar, counts, pace, and what went wrong with the store as a whole.</summary>
public sealed partial class StorePushCard
{
    [Parameter, EditorRequired] public required StorePushView Store { get; set; }

    [Parameter, EditorRequired] public required DateTimeOffset Now { get; set; }

    /// <summary>The job it belongs to; without it the store has no buttons.</summary>
    [Parameter] public JobProgress? Job { get; set; }

    /// <summary>Cancels this store; without a handler there is no button.</summary>
    [Parameter] public EventCallback OnCancel { get; set; }

    /// <inheritdoc cref="PauseButton.Ask"/>
    [Parameter] public Func<Guid?, bool, Task>? AskPause { get; set; }

    /// <summary>Starts a push of what this one left open; without it there is no button.</summary>
    [Parameter] public Func<RetryScope, Guid?, Task>? Retry { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private PushShare Share => PushShare.Of(Store.Progress);

    private bool IsSeeking => Store.Status == StorePushStatus.Running && Share.Total == 0;

    private string? Deferral => DeferralText.ForStore(Store.Progress.Deferred, Store.Progress.DeferredUntil, Now, Zone);

    private string? Pace => StorePushDisplay.Pace(Store);
}
