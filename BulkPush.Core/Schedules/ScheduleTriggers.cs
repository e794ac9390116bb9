using Microsoft.EntityFrameworkCore.Storage;
using Quartz;

namespace BulkPush.Core.Schedules;

/// <summary>What the scheduler waits for on behalf of a schedule.</summary>
/// <param name="Times">The expression and the zone it was made of, as <see cref="ScheduleTriggers.TimesOf"/> writes them.</param>
/// <param name="IsWaiting">Whether it will fire again; a trigger in error never does.</param>
internal sealed record ScheduleTrigger(string? Times, bool IsWaiting);

/// <summary>The triggers of schedules, kept by Quartz in PostgreSQL. They follow our rows, in the transaction that writes them.</summary>
internal sealed class ScheduleTriggers(ISchedulerFactory schedulers)
{
    /// <summary>Group of the job keys and of the cron triggers; the name is the schedule's id.</summary>
    private const string Group = "schedule";

    /// <summary>Group of triggers that wake a schedule once.</summary>
    private const string WakeGroup = "schedule-wake";

    /// <summary>What a trigger of this schedule says it was made of.</summary>
    public static string TimesOf(PushSchedule schedule) => $"{schedule.Cron} {schedule.TimeZone}";

    /// <summary>Makes the trigger what the row says, nothing for a paused schedule, and commits <paramref name="transaction"/>.</summary>
    public async Task FollowAndCommitAsync(IDbContextTransaction transaction, PushSchedule schedule, CancellationToken cancellationToken)
    {
        if (schedule.IsPaused)
        {
            await RemoveAndCommitAsync(transaction, schedule.Id, cancellationToken);
            return;
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var times = CronTimes.Of(schedule);
        var trigger = TriggerBuilder.Create<PushScheduleJob>(scheduler.TimeProvider)
            .WithIdentity(new TriggerKey(schedule.Id.ToString(), Group))
            .ForJob(Key(schedule.Id))
            .WithDescription(TimesOf(schedule))
            .WithExecutionGroup(PushScheduleJob.ExecutionGroup)
            // However many firings were missed, one wakes the schedule: what is to be done about the others, its own rule says.
            .WithCronSchedule(CronScheduleBuilder.Create(times.Cron, CronFormat.Unix).InTimeZone(times.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await scheduler.ScheduleJob(Job(schedule.Id), trigger, ScheduleJobOptions.Replacing, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Takes everything back that waits for a schedule, and commits <paramref name="transaction"/>. A run that has begun goes on.</summary>
    public async Task RemoveAndCommitAsync(IDbContextTransaction transaction, Guid id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await scheduler.DeleteJob(Key(id), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Every schedule that the scheduler knows, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, ScheduleTrigger>> ListAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var found = await scheduler.QueryTriggers(new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(Group), Take = PagedQuery.All }, cancellationToken);
        return found.Items.ToDictionary(
            trigger => Guid.Parse(trigger.Key.Name),
            trigger => new ScheduleTrigger(
                trigger.Description,
                trigger.State is not (TriggerState.Error or TriggerState.Complete or TriggerState.None or TriggerState.Paused)));
    }

    /// <summary>Fires a schedule once, as soon as a worker is free: for a run that is overdue.</summary>
    public async Task WakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var firings = await scheduler.QueryFireInstances(new FireInstanceQuery { Job = Key(id), Take = 1 }, cancellationToken);
        if (firings.Items.Count > 0)
        {
            return;
        }

        var trigger = TriggerBuilder.Create<PushScheduleJob>(scheduler.TimeProvider)
            .WithIdentity(new TriggerKey(id.ToString(), WakeGroup))
            .ForJob(Key(id))
            .WithExecutionGroup(PushScheduleJob.ExecutionGroup)
            .StartNow()
            .Build();
        await scheduler.ScheduleJob(Job(id), trigger, ScheduleJobOptions.Replacing, cancellationToken);
    }

    private static IJobDetail Job(Guid id) => JobBuilder.Create<PushScheduleJob>().WithIdentity(Key(id)).RequestRecovery().Build();

    private static JobKey Key(Guid id) => new(id.ToString(), Group);
}
