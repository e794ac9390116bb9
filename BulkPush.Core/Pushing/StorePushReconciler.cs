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

            await queue.RequeueAsync(push, cancellationToken);
            Log.Requeued(logger, push.Id, push.StoreId);
            requeued++;
        }

        return requeued;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReconcileEach, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReconcileAsync(stoppingToken);
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

        [LoggerMessage(LogLevel.Error, "Looking for forgotten pushes failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
