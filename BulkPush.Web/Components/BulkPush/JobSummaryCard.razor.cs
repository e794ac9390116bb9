using BulkPush.Core.Jobs;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>The whole push at a glance: state, global bar, counts, pace.</summary>
public sealed partial class JobSummaryCard
{
    [Parameter, EditorRequired] public required JobProgress Job { get; set; }

    [Parameter, EditorRequired] public required DateTimeOffset Now { get; set; }

    /// <summary>Without a handler there is no cancel button.</summary>
    [Parameter] public EventCallback OnCancel { get; set; }

    /// <summary>Cancellation was asked for here, and the next reading will say so.</summary>
    [Parameter] public bool IsCancelAsked { get; set; }

    /// <inheritdoc cref="PauseButton.Ask"/>
    [Parameter] public Func<Guid?, bool, Task>? AskPause { get; set; }

    /// <summary>Starts a push of what this one left open; without it there is no button.</summary>
    [Parameter] public Func<RetryScope, Guid?, Task>? Retry { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private PushShare Share => PushShare.Of(Job);

    private bool IsCancelling => !Job.IsFinal && (IsCancelAsked || Job.IsCancelRequested);

    private bool IsSeeking => !Job.IsFinal && Share.Total == 0;

    private StateDisplay State => JobStatusDisplay.For(Job.Status, Job.HasFailures, IsCancelling, isPartial: Job.IsPartial, isInLine: Job.IsInLine, isHalted: Job.IsHalted);

    private string Facts => JobFacts.For(Job, Now, Zone);
}
