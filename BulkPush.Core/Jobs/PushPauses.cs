using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Jobs;

/// <summary>
/// Halts pushes and lets them go on, across restarts: everything about it stands in the rows. A paused push holds neither a worker nor its store.
/// </summary>
public sealed class PushPauses
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly IStorePushQueue _queue;
    private readonly StorePushLifecycle _lifecycle;
    private readonly AuditLog _audit;
    private readonly SharedJobReadings _readings;
    private readonly TimeProvider _clock;

    internal PushPauses(
        IDbContextFactory<BulkPushDbContext> contexts,
        IStorePushQueue queue,
        StorePushLifecycle lifecycle,
        AuditLog audit,
        SharedJobReadings readings,
        TimeProvider clock) =>
        (_contexts, _queue, _lifecycle, _audit, _readings, _clock) = (contexts, queue, lifecycle, audit, readings, clock);

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
        var queued = open.FindAll(p => p.Status == StorePushStatus.Pending);
        var running = open.FindAll(p => p.Status == StorePushStatus.Running);
        var runningIds = running.ConvertAll(p => p.Id);
        await db.StorePushes.Where(p => runningIds.Contains(p.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.IsPauseRequested, true).SetProperty(p => p.PausedBy, actor).SetProperty(p => p.PausedAt, now), cancellationToken);
        foreach (var push in queued)
        {
            var progress = push.Progress with { Phase = null };
            await db.StorePushes.Where(p => p.Id == push.Id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, StorePushStatus.Paused)
                    .SetProperty(p => p.PausedBy, actor)
                    .SetProperty(p => p.PausedAt, now)
                    .SetProperty(p => p.Progress, progress),
                cancellationToken);
        }

        await _lifecycle.SettleJobIfLastAsync(db, jobId, cancellationToken);
        _audit.Add(db, actor, "push.paused", jobId.ToString(), storeId is null ? "Pause asked for" : $"Pause asked for in store {storeId}");
        await db.SaveChangesAsync(cancellationToken);
        await _queue.DequeueAndCommitAsync(transaction, queued.ConvertAll(p => p.Id), cancellationToken);
        _readings.Forget(jobId);

        // Crash point 9, as for a cancel: the request is saved, the interrupt is not sent. Safe: the worker reads it with its next checkpoint.
        foreach (var push in running.Where(p => p.FireInstanceId is not null))
        {
            await _queue.InterruptAsync(push.FireInstanceId!, cancellationToken);
        }

        return new PauseResult.Accepted();
    }

    /// <summary>Queues what is paused again; it goes on with the very same list.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public async Task<PauseResult> ResumeAsync(Guid jobId, Guid? storeId, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
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

        var ids = paused.ConvertAll(p => p.Id);
        try
        {
            await db.StorePushes.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, StorePushStatus.Pending)
                    .SetProperty(p => p.PausedBy, (string?)null)
                    .SetProperty(p => p.PausedAt, (DateTimeOffset?)null),
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The store was free while the push was paused, and another push took it.
            await transaction.RollbackAsync(cancellationToken);
            return await FindBusyAsync(paused.ConvertAll(p => p.StoreId), cancellationToken);
        }

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

    private async Task<PauseResult> FindBusyAsync(List<Guid> storeIds, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var running = await db.StorePushes.AsNoTracking()
            .Where(p => storeIds.Contains(p.StoreId) && (p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running))
            .OrderBy(p => p.CreatedAt)
            .Select(p => new { p.JobId, p.Store!.Name })
            .ToListAsync(cancellationToken);
        return running.Count == 0
            ? new PauseResult.Refused("The push that was in the way has just ended. Resume again.")
            : new PauseResult.Busy(running[0].JobId, running.ConvertAll(p => p.Name));
    }
}

/// <summary>What became of a request to pause or to resume.</summary>
public abstract record PauseResult
{
    public sealed record Accepted : PauseResult;

    /// <summary>There is no such push, or it has no part in the store.</summary>
    public sealed record NotFound : PauseResult;

    /// <param name="Reason">A sentence for people.</param>
    public sealed record Refused(string Reason) : PauseResult;

    /// <summary>Other pushes have taken the stores meanwhile.</summary>
    /// <param name="JobId">The oldest of those pushes.</param>
    public sealed record Busy(Guid JobId, IReadOnlyList<string> StoreNames) : PauseResult;
}
