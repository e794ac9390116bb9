using Quartz;

namespace BulkPush.Core.Schedules;

/// <summary>
/// Wakes a schedule: its job key is the schedule, so that at most one worker is at it. Quartz stores this class's name: renaming it orphans what waits
/// (ENGINE rule 11).
/// </summary>
[DisallowConcurrentExecution]
[RetryPolicy(20, "00:00:05")]
internal sealed class PushScheduleJob(ScheduleRunner runner) : IJob
{
    /// <summary>Counted apart from pushes: a worker that is busy with as many as it may push at once still starts what is due.</summary>
    public const string ExecutionGroup = "schedule";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await runner.RunDueAsync(Guid.Parse(context.JobDetail.Key.Name), context.ScheduledFireTimeUtc, cancellationToken);
}
