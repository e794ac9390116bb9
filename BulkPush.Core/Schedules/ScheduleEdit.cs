using BulkPush.Core.Jobs;

namespace BulkPush.Core.Schedules;

/// <summary>A schedule as an operator fills it in.</summary>
public sealed record ScheduleEdit
{
    public required string Name { get; init; }

    /// <inheritdoc cref="PushSchedule.Cron"/>
    public required string Cron { get; init; }

    /// <inheritdoc cref="PushSchedule.TimeZone"/>
    public required string TimeZone { get; init; }

    public MissedRunRule MissedRuns { get; init; }

    /// <inheritdoc cref="PushSchedule.Scope"/>
    public PushScope Scope { get; init; } = PushScope.Everything;
}

/// <summary>What became of saving a schedule.</summary>
public abstract record ScheduleSaveResult
{
    public sealed record Saved(ScheduleView Schedule) : ScheduleSaveResult;

    /// <param name="Errors">Field of <see cref="ScheduleEdit"/>, or of its <see cref="PushScope"/>, to sentences.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : ScheduleSaveResult;

    /// <summary>Somebody else saved first.</summary>
    public sealed record Conflict(long CurrentRevision) : ScheduleSaveResult;

    public sealed record NotFound : ScheduleSaveResult;
}
