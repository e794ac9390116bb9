using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>
/// Halts pushes and lets them go on, across restarts: everything about it stands in the rows. A paused push holds neither a worker nor its store.
/// </summary>
public sealed class PushPauses
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly IStorePushQueue _queue;
    private readonly StorePushLifecycle _lifecycle;
    private readonly StoreLines _lines;
    private readonly AuditLog _audit;
    private readonly SharedJobReadings _readings;
    private readonly TimeProvider _clock;

    internal PushPauses(
        IDbContextFactory<BulkPushDbContext> contexts,
        IStorePushQueue queue,
        StorePushLifecycle lifecycle,
        StoreLines lines,
        AuditLog audit,
        SharedJobReadings readings,
        TimeProvider clock) =>
        (_contexts, _queue, _lifecycle, _lines, _audit, _readings, _clock) = (contexts, queue, lifecycle, lines, audit, readings, clock);

    /// <summary>Asks a push to pause: queued stores do at once, running ones after the calls that are under way.</summary>
    /// <param name="storeId">One store of the push, the others go on; null for the whole push.</param>
    public async Task<PauseResult> PauseAsync(Guid jobId, Guid? storeId, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await ReadAsync(db, jobId, storeId, cancellationToken) is not { } stores)
        {
            return new PauseResult.NotFound();
        }

        var open = stores.FindAll(p => p.Status is StorePushStatus.Pending or StorePushStatus.Running && !p.IsCancelRequested);
        if (open.Count == 0)
        {
            return stores.Exists(p => p.Status == StorePushStatus.Paused) ? new PauseResult.Refused("It is paused already.")
                : stores.Exists(p => p.Status == StorePushStatus.Running) ? new PauseResult.Refused("It is being cancelled.")
                : new PauseResult.Refused("It has ended already.");
        }

        var now = _clock.GetUtcNow();
        var queuedIds = open.Where(p => p.Status == StorePushStatus.Pending).Select(p => p.Id).ToList();
        var running = open.FindAll(p => p.Status == StorePushStatus.Running);
        var runningIds = running.ConvertAll(p => p.Id);
        await db.StorePushes.Where(p => runningIds.Contains(p.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.IsPauseRequested, true).SetProperty(p => p.PausedBy, actor).SetProperty(p => p.PausedAt, now), cancellationToken);
        await db.StorePushes.Where(p => queuedIds.Contains(p.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Status, StorePushStatus.Paused).SetProperty(p => p.PausedBy, actor).SetProperty(p => p.PausedAt, now), cancellationToken);
        await _lifecycle.SettleJobIfLastAsync(db, jobId, cancellationToken);
        _audit.Add(db, actor, "push.paused", jobId.ToString(), storeId is null ? "Pause asked for" : $"Pause asked for in store {storeId}");
        await db.SaveChangesAsync(cancellationToken);
        await _queue.DequeueAndCommitAsync(transaction, queuedIds, cancellationToken);
        _readings.Forget(jobId);

        // Crash point 9, as for a cancel: the request is saved, the interrupt is not sent. Safe: the worker reads it with its next checkpoint.
        CrashPoint.Reached(9);
        foreach (var push in running.Where(p => p.FireInstanceId is not null))
        {
            await _queue.InterruptAsync(push.FireInstanceId!, cancellationToken);
        }

        return new PauseResult.Accepted();
    }

    /// <summary>Queues what is paused again, unless one of its stores is busy.</summary>
    /// <inheritdoc cref="ResumeAsync(Guid, Guid?, string, WhenBusy, CancellationToken)"/>
    public Task<PauseResult> ResumeAsync(Guid jobId, Guid? storeId, string actor, CancellationToken cancellationToken) =>
        ResumeAsync(jobId, storeId, actor, WhenBusy.Refuse, cancellationToken);

    /// <summary>Queues what is paused again; it goes on with the very same list.</summary>
    /// <param name="whenBusy">What to do in stores that another push has taken meanwhile.</param>
    /// <inheritdoc cref="PauseAsync"/>
    public async Task<PauseResult> ResumeAsync(Guid jobId, Guid? storeId, string actor, WhenBusy whenBusy, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meant = await db.StorePushes.Where(p => p.JobId == jobId && (storeId == null || p.StoreId == storeId)).Select(p => p.StoreId).ToListAsync(cancellationToken);
        await StoreLines.LockAsync(db, meant, cancellationToken);
        if (await ReadAsync(db, jobId, storeId, cancellationToken) is not { } stores)
        {
            return new PauseResult.NotFound();
        }

        var paused = stores.FindAll(p => p.Status == StorePushStatus.Paused);
        if (paused.Count == 0)
        {
            return new PauseResult.Refused(stores.Exists(p => p.Status == StorePushStatus.Running && p.IsPauseRequested)
                ? "It is still pausing: what is under way has to end first. Resume it in a moment."
                : "It is not paused.");
        }

        // The stores were free while the push was paused: other pushes may have taken them.
        var busy = await _lines.BusyAsync(db, paused.ConvertAll(p => p.StoreId), cancellationToken);
        if (busy.Count > 0 && whenBusy != WhenBusy.Queue)
        {
            var left = paused.ToDictionary(p => p.StoreId, p => p.Progress.Total - p.Progress.Processed);
            var tooLarge = busy.Where(s => left[s.StoreId] > _lines.AheadUpTo).ToList();
            if (whenBusy == WhenBusy.Refuse)
            {
                return new PauseResult.Busy(busy) { MayGoAhead = tooLarge.Count == 0 };
            }

            if (tooLarge.Count > 0)
            {
                return new PauseResult.TooLargeToGoAhead(tooLarge[0], left[tooLarge[0].StoreId], _lines.AheadUpTo);
            }
        }

        var ids = paused.Select(p => p.Id).ToArray();
        var ahead = paused.Where(p => whenBusy == WhenBusy.Ahead && busy.Any(s => s.StoreId == p.StoreId)).Select(p => p.Id).ToArray();

        // What the circuit breaker found is for the operator to judge: whatever comes next is new.
        await db.Database.ExecuteSqlAsync(
            $"""
            update store_pushes
            set status = 'pending', paused_by = null, paused_at = null, place = nextval('store_push_places'), is_ahead = id = any({ahead}), passed_by = 0, turn_until = null,
                pause_code = null, pause_reason = null, probe_at = null, probes = 0, breaker_opened_at = null, worker_deaths = least(worker_deaths, 1)
            where id = any({ids})
            """,
            cancellationToken);
        var hasBegun = await db.BulkPushJobs.AnyAsync(j => j.Id == jobId && j.StartedAt != null, cancellationToken);
        await db.BulkPushJobs.Where(j => j.Id == jobId && j.Status == BulkPushJobStatus.Paused).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.Status, hasBegun ? BulkPushJobStatus.Running : BulkPushJobStatus.Pending), cancellationToken);
        _audit.Add(db, actor, "push.resumed", jobId.ToString(), storeId is null ? "Resumed" : $"Resumed in store {storeId}");
        await db.SaveChangesAsync(cancellationToken);
        await _queue.EnqueueAndCommitAsync(transaction, paused, cancellationToken);
        _readings.Forget(jobId);
        return new PauseResult.Accepted();
    }

    /// <summary>The stores meant, read behind the job's lock; null when there are none.</summary>
    private static async Task<List<StorePush>?> ReadAsync(BulkPushDbContext db, Guid jobId, Guid? storeId, CancellationToken cancellationToken)
    {
        await StorePushLifecycle.LockJobAsync(db, jobId, cancellationToken);
        var stores = await db.StorePushes.AsNoTracking().Where(p => p.JobId == jobId && (storeId == null || p.StoreId == storeId)).ToListAsync(cancellationToken);
        return stores.Count == 0 ? null : stores;
    }
}
