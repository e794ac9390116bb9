using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Jobs;

/// <summary>Starts and stops pushes. It records and hands over; workers do the work.</summary>
public sealed class BulkPushJobService
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly StorePushLifecycle _lifecycle;
    private readonly StoreLines _lines;
    private readonly IStorePushQueue _queue;
    private readonly AuditLog _audit;
    private readonly SharedJobReadings _readings;
    private readonly TimeProvider _clock;

    internal BulkPushJobService(
        IDbContextFactory<BulkPushDbContext> contexts,
        StorePushLifecycle lifecycle,
        StoreLines lines,
        IStorePushQueue queue,
        AuditLog audit,
        SharedJobReadings readings,
        TimeProvider clock)
    {
        _contexts = contexts;
        _lifecycle = lifecycle;
        _lines = lines;
        _queue = queue;
        _audit = audit;
        _readings = readings;
        _clock = clock;
    }

    /// <summary>Starts a push, unless one of its stores is busy.</summary>
    /// <inheritdoc cref="StartAsync(PushScope, string, string?, WhenBusy, CancellationToken)"/>
    public Task<StartResult> StartAsync(PushScope scope, string requestedBy, string? idempotencyKey, CancellationToken cancellationToken) =>
        StartAsync(scope, requestedBy, idempotencyKey, WhenBusy.Refuse, cancellationToken);

    /// <summary>Records the job, its stores' pushes and their places in the queue in one transaction, and answers at once.</summary>
    /// <param name="idempotencyKey">
    /// The caller's name for this request, at most <see cref="BulkPushJob.MaxIdempotencyKeyLength"/> characters; null for none. The same key of the
    /// same caller finds the job that it started, whatever became of it, when the scope is the same (<see cref="PushScope.Fingerprint"/>).
    /// </param>
    /// <param name="whenBusy">What to do in stores where a push waits or runs already. It begins at once in the others.</param>
    public Task<StartResult> StartAsync(
        PushScope scope, string requestedBy, string? idempotencyKey, WhenBusy whenBusy, CancellationToken cancellationToken) =>
        StartAsync(scope, requestedBy, idempotencyKey, whenBusy, null, cancellationToken);

    /// <param name="scheduled">The schedule that this is a push of; null for none. A run of it that has a push already finds that one.</param>
    /// <inheritdoc cref="StartAsync(PushScope, string, string?, WhenBusy, CancellationToken)"/>
    public async Task<StartResult> StartAsync(
        PushScope scope, string requestedBy, string? idempotencyKey, WhenBusy whenBusy, ScheduledStart? scheduled, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await FindStartedAsync(db, scope, requestedBy, idempotencyKey, scheduled, cancellationToken) is { } known)
        {
            return known;
        }

        var stores = await ScopedStores.CountAsync(db, scope, cancellationToken);
        if (stores.Count == 0)
        {
            return new StartResult.NothingToPush(await ScopedStores.ExplainEmptyAsync(db, scope, cancellationToken));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await StoreLines.LockAsync(db, stores.Select(s => s.StoreId).ToList(), cancellationToken);

        // The same request may have been ahead of us in the line for that lock.
        var busy = await _lines.BusyAsync(db, stores.Select(s => s.StoreId).ToList(), cancellationToken);
        if (busy.Count > 0)
        {
            if (await FindStartedAsync(db, scope, requestedBy, idempotencyKey, scheduled, cancellationToken) is { } twin)
            {
                return twin;
            }

            if (await RefusalAsync(db, scope, stores, busy, whenBusy, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        var job = NewJob(scope, requestedBy, idempotencyKey, scheduled, stores, whenBusy == WhenBusy.Ahead ? busy.Select(s => s.StoreId).ToHashSet() : []);
        db.BulkPushJobs.Add(job);
        _audit.Add(db, requestedBy, "push.started", job.Id.ToString(), $"Push of {stores.Sum(s => s.Products)} products to {stores.Count} stores");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two requests with one key, or for one run, at once, for different stores: the database decides.
            await transaction.RollbackAsync(cancellationToken);
            await using var fresh = await _contexts.CreateDbContextAsync(cancellationToken);
            return await FindStartedAsync(fresh, scope, requestedBy, idempotencyKey, scheduled, cancellationToken) ?? throw new InvalidOperationException("The push could not be recorded.", failure);
        }

        // Crash point 1: until the commit below nothing exists; after it the job and its place in the queue both do.
        CrashPoint.Reached(1);
        await _queue.EnqueueAndCommitAsync(transaction, job.StorePushes, cancellationToken);
        return new StartResult.Started(job.Id);
    }

    /// <summary>Asks a push to stop: queued and paused stores end at once, running ones after the calls that are under way.</summary>
    public Task<CancelResult> CancelAsync(Guid jobId, string actor, CancellationToken cancellationToken) => CancelAsync(jobId, null, actor, cancellationToken);

    /// <param name="storeId">One store of the push, the others go on; null for the whole push.</param>
    /// <inheritdoc cref="CancelAsync(Guid, string, CancellationToken)"/>
    public async Task<CancelResult> CancelAsync(Guid jobId, Guid? storeId, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await StorePushLifecycle.LockJobAsync(db, jobId, cancellationToken);
        var job = await db.BulkPushJobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == jobId, cancellationToken);
        if (job is null || job.IsFinal)
        {
            return job is null ? CancelResult.NotFound : CancelResult.AlreadyFinished;
        }

        var stores = await db.StorePushes.AsNoTracking().Where(p => p.JobId == jobId && (storeId == null || p.StoreId == storeId)).ToListAsync(cancellationToken);
        var open = stores.FindAll(p => p.Status is StorePushStatus.Pending or StorePushStatus.Running or StorePushStatus.Paused);
        if (open.Count == 0)
        {
            return stores.Count == 0 ? CancelResult.NoSuchStore : CancelResult.AlreadyFinished;
        }

        if (storeId is null)
        {
            await db.BulkPushJobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set.SetProperty(j => j.IsCancelRequested, true), cancellationToken);
        }

        await db.StorePushes
            .Where(p => p.JobId == jobId && (storeId == null || p.StoreId == storeId)
                && (p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running || p.Status == StorePushStatus.Paused))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.IsCancelRequested, true), cancellationToken);
        var idle = open.Where(p => p.Status != StorePushStatus.Running).Select(p => p.Id).ToList();
        foreach (var id in idle)
        {
            await _lifecycle.CloseAsync(db, id, StorePushStatus.Cancelled, null, cancellationToken);
        }

        await _lifecycle.SettleJobIfLastAsync(db, jobId, cancellationToken);
        _audit.Add(db, actor, "push.cancelled", jobId.ToString(), storeId is null ? "Cancellation asked for" : $"Cancellation asked for in store {storeId}");
        await db.SaveChangesAsync(cancellationToken);
        await _queue.DequeueAndCommitAsync(transaction, idle, cancellationToken);
        _readings.Forget(jobId);

        // Crash point 9: the flag is saved, the interrupt is not sent. Safe: the worker reads the flag with its next checkpoint.
        CrashPoint.Reached(9);
        foreach (var running in open.Where(p => p.Status == StorePushStatus.Running && p.FireInstanceId is not null))
        {
            await _queue.InterruptAsync(running.FireInstanceId!, cancellationToken);
        }

        return CancelResult.Accepted;
    }

    private BulkPushJob NewJob(
        PushScope scope, string requestedBy, string? idempotencyKey, ScheduledStart? scheduled, IReadOnlyList<ScopedStore> stores, HashSet<Guid> ahead)
    {
        var now = _clock.GetUtcNow();
        var jobId = Guid.CreateVersion7(now);
        return new BulkPushJob
        {
            Id = jobId,
            Scope = scope,
            RetryOf = scope.Retry?.JobId,
            RequestedBy = requestedBy,
            IdempotencyKey = idempotencyKey,
            ScheduleId = scheduled?.ScheduleId,
            ScheduledFor = scheduled?.DueAt,
            CreatedAt = now,
            StorePushes = stores.Select(store => new StorePush
            {
                Id = Guid.CreateVersion7(now),
                JobId = jobId,
                StoreId = store.StoreId,
                CreatedAt = now,
                IsAhead = ahead.Contains(store.StoreId),
                Progress = new StorePushProgress { Total = store.Products },
            }).ToList(),
        };
    }

    /// <summary>What the same request, or another one for the same run of a schedule, has started.</summary>
    private static async Task<StartResult?> FindStartedAsync(
        BulkPushDbContext db, PushScope scope, string requestedBy, string? idempotencyKey, ScheduledStart? scheduled, CancellationToken cancellationToken) =>
        scheduled is { DueAt: { } dueAt }
        && await db.BulkPushJobs.AsNoTracking().SingleOrDefaultAsync(j => j.ScheduleId == scheduled.ScheduleId && j.ScheduledFor == dueAt, cancellationToken) is { } job
            ? new StartResult.Started(job.Id)
            : await FindByKeyAsync(db, scope, requestedBy, idempotencyKey, cancellationToken);

    private static async Task<StartResult?> FindByKeyAsync(
        BulkPushDbContext db, PushScope scope, string requestedBy, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is null)
        {
            return null;
        }

        var job = await db.BulkPushJobs.AsNoTracking()
            .SingleOrDefaultAsync(j => j.RequestedBy == requestedBy && j.IdempotencyKey == idempotencyKey, cancellationToken);
        return job is null ? null
            : job.Scope.Fingerprint() == scope.Fingerprint() ? new StartResult.Started(job.Id)
            : new StartResult.KeyReused(job.Id);
    }

    /// <returns>Why a push can not start as asked because stores are busy; null when it can.</returns>
    private async Task<StartResult?> RefusalAsync(
        BulkPushDbContext db, PushScope scope, IReadOnlyList<ScopedStore> stores, IReadOnlyList<BusyStore> busy, WhenBusy whenBusy, CancellationToken cancellationToken)
    {
        if (whenBusy == WhenBusy.Queue)
        {
            return null;
        }

        var sizes = await PushSizes.CountAsync(db, scope, stores.Where(s => busy.Any(b => b.StoreId == s.StoreId)).ToList(), _clock.GetUtcNow(), cancellationToken);
        var aheadUpTo = _lines.AheadUpTo;
        var tooLarge = busy.Where(s => sizes[s.StoreId] > aheadUpTo).ToList();
        return whenBusy == WhenBusy.Refuse ? new StartResult.AlreadyRunning(busy) { MayGoAhead = tooLarge.Count == 0 }
            : tooLarge.Count == 0 ? null
            : new StartResult.TooLargeToGoAhead(tooLarge[0], sizes[tooLarge[0].StoreId], aheadUpTo);
    }
}
