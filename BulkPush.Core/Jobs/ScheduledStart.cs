namespace BulkPush.Core.Jobs;

/// <summary>That a push is started for a schedule.</summary>
/// <param name="DueAt">The run it is: a schedule starts one push for it, whoever asks and however often. Null when an operator starts it out of turn.</param>
public sealed record ScheduledStart(Guid ScheduleId, DateTimeOffset? DueAt);
