using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Schedules;
using BulkPush.Web.Api.Pushes;

namespace BulkPush.Web.Api.Schedules;

/// <summary>A schedule to be made, or what one becomes. What may be left out takes its default.</summary>
public sealed record SaveScheduleBody
{
    /// <summary>Unique among schedules, whatever its capitals.</summary>
    public required string Name { get; init; }

    /// <summary>Five fields: minute, hour, day of the month, month, day of the week (0 or 7 is Sunday).</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA name of the zone by whose clock it runs, for example <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What becomes of runs that were missed: <c>runOnce</c> (the default), one run afterwards, or <c>skip</c>, none.</summary>
    public MissedRunRule MissedRuns { get; init; }

    /// <summary>The stores to push to; null means all, also those added later.</summary>
    public IReadOnlyList<Guid>? StoreIds { get; init; }

    /// <summary>The products to push; null means all, also those added later.</summary>
    public IReadOnlyList<long>? ProductIds { get; init; }

    /// <summary>Sends every product in scope again with each run, changed or not.</summary>
    public bool Force { get; init; }

    /// <inheritdoc cref="StartPushBody.Strategy"/>
    public string? Strategy { get; init; }

    /// <inheritdoc cref="StartPushBody.NotifyTargetIds"/>
    public IReadOnlyList<Guid>? NotifyTargetIds { get; init; }

    internal ScheduleEdit ToEdit() => new() { Name = Name, Cron = Cron, TimeZone = TimeZone, MissedRuns = MissedRuns, Scope = Push.Scope };

    /// <inheritdoc cref="StartPushBody.MistakesAsync"/>
    internal Task<Dictionary<string, string[]>> MistakesAsync(NotificationTargets targets, CancellationToken cancellationToken) => Push.MistakesAsync(targets, cancellationToken);

    private StartPushBody Push => new() { StoreIds = StoreIds, ProductIds = ProductIds, Force = Force, Strategy = Strategy, NotifyTargetIds = NotifyTargetIds };
}

/// <summary>A schedule as it stands.</summary>
/// <param name="NextRunAt">When it runs next; null while it is paused. In the past: that run starts as soon as a worker runs.</param>
/// <param name="LastRun">What became of the last run; null before the first.</param>
/// <param name="Revision">The number in the ETag: send it back in If-Match with an edit.</param>
public sealed record ScheduleBody(
    Guid Id,
    string Name,
    string Cron,
    string TimeZone,
    MissedRunRule MissedRuns,
    IReadOnlyList<Guid>? StoreIds,
    IReadOnlyList<long>? ProductIds,
    bool Force,
    PushStrategy Strategy,
    IReadOnlyList<Guid>? NotifyTargetIds,
    bool Paused,
    string? PausedBy,
    DateTimeOffset? PausedAt,
    DateTimeOffset? NextRunAt,
    ScheduleRunBody? LastRun,
    long Revision,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    string UpdatedBy,
    DateTimeOffset UpdatedAt)
{
    internal static ScheduleBody From(ScheduleView schedule) => new(
        schedule.Id, schedule.Name, schedule.Cron, schedule.TimeZone, schedule.MissedRuns,
        schedule.Scope.StoreIds, schedule.Scope.ProductIds, schedule.Scope.Force, schedule.Scope.Strategy, schedule.Scope.NotifyTargetIds,
        schedule.IsPaused, schedule.PausedBy, schedule.PausedAt, schedule.NextRunAt,
        schedule.LastRun is { } run ? new ScheduleRunBody(run.At, run.DueAt, run.MissedSince, run.Outcome, run.Note, run.JobId, schedule.LastJob?.Status) : null,
        schedule.Revision, schedule.CreatedBy, schedule.CreatedAt, schedule.UpdatedBy, schedule.UpdatedAt);
}

/// <summary>What became of a schedule's last run.</summary>
/// <param name="At">When it was started or left out.</param>
/// <param name="DueAt">When it was due; null when somebody started it out of turn.</param>
/// <param name="MissedSince">When the first of the runs was due that were missed before it; null when none was.</param>
/// <param name="Outcome">
/// <c>started</c>; or why nothing was: <c>nothingToPush</c>, <c>stillWaiting</c> (the push of an earlier run has not begun everywhere),
/// <c>missed</c>, <c>failed</c>.
/// </param>
/// <param name="Note">What there is to say about it, for people.</param>
/// <param name="PushId">Its push, or the one in its way.</param>
/// <param name="PushStatus">How that push stands.</param>
public sealed record ScheduleRunBody(
    DateTimeOffset At,
    DateTimeOffset? DueAt,
    DateTimeOffset? MissedSince,
    ScheduleRunOutcome Outcome,
    string? Note,
    Guid? PushId,
    BulkPushJobStatus? PushStatus);

/// <summary>When an expression would run.</summary>
/// <param name="Runs">The next five.</param>
/// <param name="ClockChanges">Changes of the zone's clock within a year that touch it, in words.</param>
public sealed record SchedulePreviewBody(IReadOnlyList<DateTimeOffset> Runs, IReadOnlyList<string> ClockChanges);
