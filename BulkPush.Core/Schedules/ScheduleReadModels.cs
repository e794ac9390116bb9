using BulkPush.Core.Jobs;

namespace BulkPush.Core.Schedules;

/// <summary>A schedule as pages and the API show it.</summary>
/// <param name="StoreNames">Names of the chosen stores that there still are; null when all stores are meant.</param>
/// <param name="NextRunAt">In UTC; null while paused.</param>
/// <param name="LastJob">The push that the last run started, or found in its way.</param>
public sealed record ScheduleView(
    Guid Id,
    string Name,
    string Cron,
    string TimeZone,
    MissedRunRule MissedRuns,
    PushScope Scope,
    IReadOnlyList<string>? StoreNames,
    DateTimeOffset? NextRunAt,
    ScheduleRun? LastRun,
    JobSummary? LastJob,
    string? PausedBy,
    DateTimeOffset? PausedAt,
    long Revision,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    string UpdatedBy,
    DateTimeOffset UpdatedAt)
{
    public bool IsPaused => PausedAt is not null;

    /// <summary>Chosen stores that were removed since.</summary>
    public int MissingStores => Scope.StoreIds is { } chosen ? chosen.Distinct().Count() - StoreNames!.Count : 0;
}

/// <summary>When an expression runs, before it is saved.</summary>
/// <param name="Runs">The next few, in UTC.</param>
/// <param name="ClockChanges">Changes of the zone's clock within a year or so that touch it.</param>
/// <param name="Errors">Field of <see cref="ScheduleEdit"/> to sentences; then there are no runs.</param>
public sealed record SchedulePreview(
    IReadOnlyList<DateTimeOffset> Runs,
    IReadOnlyList<ClockChange> ClockChanges,
    IReadOnlyDictionary<string, string[]> Errors);
