using BulkPush.Core.Jobs;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace BulkPush.Core.Pushing;

/// <summary>The queue of store pushes, kept by Quartz in PostgreSQL.</summary>
internal sealed class StorePushQueue(ISchedulerFactory schedulers, IOptions<PushingOptions> options, TimeProvider clock) : IStorePushQueue
{
    public async Task EnqueueAndCommitAsync(
        IDbContextTransaction transaction, IReadOnlyCollection<StorePush> pushes, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);

        // The scheduler is told last and the commit follows at once: its rows are locked for as short as can be.
        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await scheduler.ScheduleJobs(
                pushes.ToDictionary(Job, push => (IReadOnlyCollection<ITrigger>)[Trigger(push)]),
                new ScheduleJobOptions { Replace = true },
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    public async Task DequeueAndCommitAsync(
        IDbContextTransaction transaction, IReadOnlyCollection<Guid> storePushIds, CancellationToken cancellationToken)
    {
        if (storePushIds.Count == 0)
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await scheduler.UnscheduleJobs(storePushIds.Select(TriggerKey).ToList(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    public async Task InterruptAsync(string fireInstanceId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.InterruptFireInstance(fireInstanceId, cancellationToken);
    }

    public async Task<IReadOnlySet<Guid>> OrphanedStoresAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var nodes = await scheduler.QueryClusterNodes(cancellationToken);

        // The time after which a worker would take over. Not the scheduler's own verdict: one that runs nothing itself, as in a web process, never calls another one failed.
        var now = clock.GetUtcNow();
        var dead = nodes
            .Where(node => node.State != ClusterNodeState.Alive && now - node.LastCheckInUtc > node.CheckInInterval + options.Value.CheckInDoubt)
            .Select(node => node.InstanceId)
            .ToHashSet(StringComparer.Ordinal);
        if (dead.Count == 0)
        {
            return new HashSet<Guid>();
        }

        var firings = await scheduler.QueryFireInstances(new FireInstanceQuery { Take = PagedQuery.All }, cancellationToken);
        return firings.Items
            .Where(firing => firing.JobKey is { Group: StorePushJob.JobGroup } && dead.Contains(firing.SchedulerInstanceId))
            .Select(firing => Guid.Parse(firing.JobKey!.Name))
            .ToHashSet();
    }

    /// <summary>Whether anything will still run, or runs, a push of this store. A trigger in error counts as nothing.</summary>
    public async Task<bool> IsAliveAsync(Guid storeId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var job = JobKey(storeId);
        var firings = await scheduler.QueryFireInstances(new FireInstanceQuery { Job = job, Take = 1 }, cancellationToken);
        if (firings.Items.Count > 0)
        {
            return true;
        }

        var triggers = await scheduler.QueryTriggers(new TriggerQuery { Job = job, Take = PagedQuery.All }, cancellationToken);
        return triggers.Items.Any(trigger => trigger.State is not (TriggerState.Error or TriggerState.Complete or TriggerState.None));
    }

    /// <summary>Queues pushes of a store again whose places in the scheduler were lost, or spent on one another.</summary>
    public async Task RequeueAsync(IReadOnlyList<StorePush> pushes, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.ScheduleJobs(
            new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [Job(pushes[0])] = pushes.Select(Trigger).ToList() },
            new ScheduleJobOptions { Replace = true },
            cancellationToken);
    }

    private static IJobDetail Job(StorePush push) =>
        JobBuilder.Create<StorePushJob>().WithIdentity(JobKey(push.StoreId)).RequestRecovery().StoreDurably().Build();

    private ITrigger Trigger(StorePush push) =>
        TriggerBuilder.Create<StorePushJob>(clock).WithIdentity(TriggerKey(push.Id)).ForJob(JobKey(push.StoreId)).StartNow().Build();

    private static JobKey JobKey(Guid storeId) => new(storeId.ToString(), StorePushJob.JobGroup);

    private static TriggerKey TriggerKey(Guid storePushId) => new(storePushId.ToString(), StorePushJob.TriggerGroup);
}
