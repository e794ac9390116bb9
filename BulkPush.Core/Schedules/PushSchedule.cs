using BulkPush.Core.Jobs;

namespace BulkPush.Core.Schedules;

/// <summary>A push that starts by itself. The row is the truth: Quartz's trigger follows it and only wakes a worker (docs/schedules.md).</summary>
public sealed class PushSchedule
{
    public const int MaxNameLength = 100;

    public const int MaxCronLength = 200;

    public required Guid Id { get; init; }

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    /// <summary>Five fields: minute, hour, day of the month, month, day of the week (0 or 7 is Sunday).</summary>
    public required string Cron { get; set; }

    /// <summary>IANA name of the zone whose clock the expression is read by.</summary>
    public required string TimeZone { get; set; }

    public MissedRunRule MissedRuns { get; set; }

    /// <summary>What is pushed, resolved anew with each run: null lists take in what is added later.</summary>
    public required PushScope Scope { get; set; }

    /// <summary>Who paused it; null while it runs.</summary>
    public string? PausedBy { get; private set; }

    public DateTimeOffset? PausedAt { get; private set; }

    public bool IsPaused => PausedAt is not null;

    /// <summary>The next run that is due. It stays in the past until that run was started or left out; null while the schedule is paused.</summary>
    public DateTimeOffset? NextRunAt { get; private set; }

    public ScheduleRun? LastRun { get; private set; }

    /// <summary>Counts edits: who saves one names the revision they read.</summary>
    public long Revision { get; private set; } = 1;

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string UpdatedBy { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Who its jobs are requested by.</summary>
    public string Requester => $"schedule: {Name}";

    /// <summary>Waits for this run from now on.</summary>
    public void Await(DateTimeOffset? next) => NextRunAt = next;

    public void Pause(string actor, DateTimeOffset now) => (PausedBy, PausedAt, NextRunAt) = (actor, now, null);

    /// <summary>What was due meanwhile is not made up for: nobody missed it, somebody had paused it.</summary>
    public void Resume(DateTimeOffset? next) => (PausedBy, PausedAt, NextRunAt) = (null, null, next);

    public void CountEdit(string actor, DateTimeOffset now) => (Revision, UpdatedBy, UpdatedAt) = (Revision + 1, actor, now);

    /// <summary>Notes what became of a run, unless something later is known already.</summary>
    public void Note(ScheduleRun run)
    {
        if (LastRun is null || LastRun.At <= run.At)
        {
            LastRun = run;
        }
    }
}

/// <summary>What happens to a run whose time passed while no worker was there; stored in lower case.</summary>
public enum MissedRunRule
{
    /// <summary>However many were missed, one run afterwards.</summary>
    RunOnce,

    /// <summary>None: the next run is the next one due.</summary>
    Skip,
}

/// <summary>What became of a schedule's last run. Stored as <c>push_schedules.last_run</c>.</summary>
/// <param name="At">When it was started or left out.</param>
/// <param name="DueAt">When it was due; null when an operator started it.</param>
/// <param name="JobId">Its push, or the one that was in its way; null when there is none.</param>
/// <param name="Note">Why nothing was started and what to do, for people; null when there is nothing to say.</param>
public sealed record ScheduleRun(DateTimeOffset At, DateTimeOffset? DueAt, ScheduleRunOutcome Outcome, Guid? JobId = null, string? Note = null)
{
    /// <summary>When the first of the runs that were missed before this one was due; null when none was.</summary>
    public DateTimeOffset? MissedSince { get; init; }
}

/// <summary>What became of a run that was due.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<ScheduleRunOutcome>))]
public enum ScheduleRunOutcome
{
    /// <summary>A push was started.</summary>
    Started,

    /// <summary>The scope holds nothing that could be pushed.</summary>
    NothingToPush,

    /// <summary>The push of an earlier run has not begun everywhere yet: one waits at most.</summary>
    StillWaiting,

    /// <summary>Its time passed while no worker was there, and the schedule skips such runs.</summary>
    Missed,

    /// <summary>Something went wrong on our side; the next run is tried all the same.</summary>
    Failed,
}
