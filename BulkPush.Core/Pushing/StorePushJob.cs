using BulkPush.Core.Jobs;
using Quartz;

namespace BulkPush.Core.Pushing;

/// <summary>
/// The scheduler's unit of work: its job key is the store, so that at most one push a store is active in the whole cluster. Quartz stores this
/// class's name: renaming it orphans what is queued (ENGINE rule 11).
/// </summary>
[DisallowConcurrentExecution]
[RetryPolicy(20, "00:00:05")]
internal sealed class StorePushJob(StoreClaims claims, StorePushRunner runner, StorePushQueue queue) : IJob
{
    /// <summary>Group of the job keys; the name is the store's id.</summary>
    public const string JobGroup = "store";

    /// <summary>Group of the trigger keys; the name is the store push's id.</summary>
    public const string TriggerGroup = "store-push";

    /// <summary>
    /// Runs what is first in the store's line, whichever push the scheduler woke us for: its own order is not to be relied on (ENGINE rule 7). So a push
    /// may have spent the trigger of another one, and one that gave way has none at all: whoever leaves the store queues those that wait.
    /// </summary>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var storeId = Guid.Parse(context.JobDetail.Key.Name);
        if (await claims.ClaimAsync(storeId, context.FireInstanceId, cancellationToken) is { } push)
        {
            try
            {
                await runner.RunAsync(new PushHold(push, context.FireInstanceId), cancellationToken);
            }
            catch (Exception fault) when (DatabaseFaults.IsAway(fault) || DatabaseFaults.IsConflict(fault))
            {
                claims.EndedAlive(context.FireInstanceId);
                throw;
            }
        }

        if (await claims.WaitingAsync(storeId, CancellationToken.None) is { Count: > 0 } waiting)
        {
            // Crash point 18: the store is left, and those that wait may have no trigger. Safe: the scheduler fires once more for a firing that died.
            CrashPoint.Reached(18);
            await queue.RequeueAsync(waiting, CancellationToken.None);
        }
    }
}
