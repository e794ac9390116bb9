using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>
/// Finds unfinished pushes that the scheduler has forgotten (their retries used up while the database was away, their rows lost) and queues them
/// again. Our tables say what must run; Quartz only decides who and when (ENGINE rule 1).
/// </summary>
internal sealed partial class StorePushReconciler(
    IDbContextFactory<BulkPushDbContext> contexts,
    StorePushQueue queue,
    StorePushLifecycle lifecycle,
    IOptions<PushingOptions> options,
    TimeProvider clock,
    ILogger<StorePushReconciler> logger) : BackgroundService
{
    /// <summary>One pass. Returns how many pushes were queued again.</summary>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.StorePushes.AsNoTracking()
            .Where(p => p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running)
            .ToListAsync(cancellationToken);
        var requeued = 0;
        foreach (var push in open)
        {
            if (await queue.IsAliveAsync(push.StoreId, cancellationToken)
                || !await db.StorePushes.AnyAsync(
                    p => p.Id == push.Id && (p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running), cancellationToken))
            {
                continue;
            }

            await queue.RequeueAsync([push], cancellationToken);
            Log.Requeued(logger, push.Id, push.StoreId);
            requeued++;
        }

        return requeued;
    }

    /// <summary>
    /// Settles, or marks as paused, jobs that say they are under way while none of their stores is: rows that somebody took away by hand, or a store that went.
    /// The ordinary way does both in one transaction and leaves no such job.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SettleForgottenJobsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var forgotten = await db.BulkPushJobs
            .Where(j => j.FinishedAt == null
                && !j.StorePushes.Any(p => p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running)
                && !(j.Status == BulkPushJobStatus.Paused && j.StorePushes.Any(p => p.Status == StorePushStatus.Paused)))
            .Select(j => j.Id)
            .ToListAsync(cancellationToken);
        foreach (var jobId in forgotten)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await StorePushLifecycle.LockJobAsync(db, jobId, cancellationToken);
            await lifecycle.SettleJobIfLastAsync(db, jobId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Log.Settled(logger, jobId);
        }

        return forgotten.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReconcileEach, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReconcileAsync(stoppingToken);
                await SettleForgottenJobsAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
                Log.Failed(logger, fault);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Store push {StorePushId} of store {StoreId} was queued nowhere; it is queued again")]
        public static partial void Requeued(ILogger logger, Guid storePushId, Guid storeId);

        [LoggerMessage(LogLevel.Warning, "Job {JobId} was left open without an open store; its state is put right")]
        public static partial void Settled(ILogger logger, Guid jobId);

        [LoggerMessage(LogLevel.Error, "Looking for forgotten pushes failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
