using System.Collections.Concurrent;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>
/// Moves store pushes, and with the last of them their job, from state to state. Every move is conditional on the state it leaves and, once a
/// worker holds the push, on the firing: no row changed means "not ours any more". See docs/job-lifecycle.md.
/// </summary>
internal sealed class StorePushLifecycle(IDbContextFactory<BulkPushDbContext> contexts, StoreLines lines, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, bool> _endedAlive = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes for a firing what is first in the store's line; null when nothing is. A push left as running by a firing that died is taken
    /// over: the scheduler runs one firing a store at a time, so whoever asks is the rightful holder. Comes with its job and its store.
    /// </summary>
    public async Task<StorePush?> ClaimAsync(Guid storeId, string fireInstanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        while ((await lines.ReadAsync(db, storeId, cancellationToken)) is [var first, ..] line)
        {
            if (await TryClaimAsync(db, first, line, fireInstanceId, cancellationToken))
            {
                return await db.StorePushes.AsNoTracking().Include(p => p.Job).Include(p => p.Store).SingleAsync(p => p.Id == first.Id, cancellationToken);
            }
        }

        return null;
    }

    /// <returns>False when it was cancelled or paused meanwhile.</returns>
    private async Task<bool> TryClaimAsync(
        BulkPushDbContext db, StorePush push, IReadOnlyList<StorePush> line, string fireInstanceId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The job's row first, always in this order: settling takes the same locks.
        await LockJobAsync(db, push.JobId, cancellationToken);
        var now = clock.GetUtcNow();
        var (passedBy, turnUntil) = lines.TurnOf(push, now);
        var isTakenOver = push is { Status: StorePushStatus.Running, FireInstanceId: not null } && !_endedAlive.TryRemove(push.FireInstanceId, out _);
        if (isTakenOver || push.WorkerDeaths > 0)
        {
            await WorkerDeaths.TakeOverAsync(db, push, isTakenOver, cancellationToken);
        }

        var claimed = await db.StorePushes
            .Where(p => p.Id == push.Id && (p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, StorePushStatus.Running)
                    .SetProperty(p => p.FireInstanceId, fireInstanceId)
                    .SetProperty(p => p.StartedAt, p => p.StartedAt ?? now)
                    .SetProperty(p => p.PassedBy, passedBy)
                    .SetProperty(p => p.TurnUntil, turnUntil),
                cancellationToken);
        if (claimed == 0)
        {
            return false;
        }

        await db.BulkPushJobs
            .Where(j => j.Id == push.JobId && j.Status == BulkPushJobStatus.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(j => j.Status, BulkPushJobStatus.Running).SetProperty(j => j.StartedAt, now),
                cancellationToken);
        if (StoreLines.PassedBy(push, line) is { } passed)
        {
            await db.StorePushes.Where(p => p.Id == passed.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.PassedBy, p => p.PassedBy + 1), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The store's pushes that wait, in the order in which they will run.</summary>
    public async Task<IReadOnlyList<StorePush>> WaitingAsync(Guid storeId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await lines.ReadAsync(db, storeId, cancellationToken)).Where(p => p.Status == StorePushStatus.Pending).ToList();
    }

    /// <summary>Gives a push back that a firing holds and will not finish, so that whoever takes it over does not think that a worker died with it.</summary>
    public async Task HandBackAsync(Guid storePushId, string fireInstanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.StorePushes.Where(p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.FireInstanceId, (string?)null), cancellationToken);
    }

    /// <summary>The same while the database cannot be told: this process remembers that it did not die.</summary>
    public void EndedAlive(string fireInstanceId) => _endedAlive[fireInstanceId] = true;

    /// <summary>What an operator asked of this push; cancelling counts more than pausing.</summary>
    public async Task<StopRequest> StopRequestAsync(Guid storePushId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == storePushId, cancellationToken);
        return StopRequestOf(push);
    }

    public static StopRequest StopRequestOf(StorePush push) =>
        push.IsCancelRequested ? StopRequest.Cancel : push.IsPauseRequested ? StopRequest.Pause : StopRequest.None;

    /// <summary>
    /// Ends a push that <paramref name="fireInstanceId"/> holds: what is still pending is skipped, the figures are counted from the rows, and the
    /// last store to settle settles the job, all in one transaction.
    /// </summary>
    /// <returns>False when another firing holds the push, or it has been settled.</returns>
    public async Task<bool> SettleAsync(
        Guid storePushId, string fireInstanceId, StorePushStatus status, string? error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobId = await db.StorePushes.Where(p => p.Id == storePushId).Select(p => p.JobId).SingleAsync(cancellationToken);
        await LockJobAsync(db, jobId, cancellationToken);
        var isOurs = await db.StorePushes.AnyAsync(
            p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId,
            cancellationToken);
        if (!isOurs)
        {
            return false;
        }

        await CloseAsync(db, storePushId, status, error, cancellationToken);

        // Crash point 8: the store is settled, the job is not. Safe: both are one transaction, so neither is, and the next firing settles them.
        CrashPoint.Reached(8);
        await SettleJobIfLastAsync(db, jobId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Hands back a push that <paramref name="fireInstanceId"/> holds and that is to pause: its list and its outcomes stay, its store becomes free. What
    /// was under way and has no answer is in doubt, because another push of the store may come first.
    /// </summary>
    /// <returns>False when there is nothing to pause any more: another firing holds the push, or it was cancelled meanwhile.</returns>
    public async Task<bool> PauseAsync(Guid storePushId, string fireInstanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobId = await db.StorePushes.Where(p => p.Id == storePushId).Select(p => p.JobId).SingleAsync(cancellationToken);
        await LockJobAsync(db, jobId, cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleOrDefaultAsync(
            p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId && !p.IsCancelRequested, cancellationToken);
        if (push is null)
        {
            return false;
        }

        await UnansweredCalls.DoubtAsync(db, storePushId, cancellationToken);
        await UnansweredCalls.DoubtFilesAsync(db, storePushId, null, cancellationToken);
        var progress = Resting(await CountAsync(db, push, cancellationToken));
        await db.StorePushes
            .Where(p => p.Id == storePushId)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, StorePushStatus.Paused)
                    .SetProperty(p => p.FireInstanceId, (string?)null)
                    .SetProperty(p => p.IsPauseRequested, false)
                    .SetProperty(p => p.Progress, progress),
                cancellationToken);
        await SettleJobIfLastAsync(db, jobId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Puts a push that <paramref name="fireInstanceId"/> holds back into its store's line, at the place that it had, so that another one can go first. Its
    /// list and its outcomes stay; what has no answer is in doubt, as for a pause.
    /// </summary>
    /// <param name="phase">Says so, for people.</param>
    /// <returns>False when an operator asked for something else meanwhile, or another firing holds the push.</returns>
    public async Task<bool> GiveWayAsync(Guid storePushId, string fireInstanceId, string phase, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobId = await db.StorePushes.Where(p => p.Id == storePushId).Select(p => p.JobId).SingleAsync(cancellationToken);
        await LockJobAsync(db, jobId, cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleOrDefaultAsync(
            p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId && !p.IsCancelRequested && !p.IsPauseRequested,
            cancellationToken);
        if (push is null)
        {
            return false;
        }

        await UnansweredCalls.DoubtAsync(db, storePushId, cancellationToken);
        await UnansweredCalls.DoubtFilesAsync(db, storePushId, null, cancellationToken);
        var progress = Resting(await CountAsync(db, push, cancellationToken)) with { Phase = phase };
        await db.StorePushes
            .Where(p => p.Id == storePushId)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, StorePushStatus.Pending)
                    .SetProperty(p => p.FireInstanceId, (string?)null)
                    .SetProperty(p => p.Progress, progress),
                cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends a push whatever its state, inside the caller's transaction, which must hold the job's lock.</summary>
    public async Task CloseAsync(BulkPushDbContext db, Guid storePushId, StorePushStatus status, string? error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await UnansweredCalls.DoubtAsync(db, storePushId, cancellationToken);
        await UnansweredCalls.DoubtFilesAsync(db, storePushId, null, cancellationToken);
        await db.PushItems
            .Where(i => i.StorePushId == storePushId && i.Outcome == PushItemOutcome.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(i => i.Outcome, PushItemOutcome.Skipped).SetProperty(i => i.FinishedAt, now),
                cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == storePushId, cancellationToken);
        var progress = Resting(await CountAsync(db, push, cancellationToken));
        await db.StorePushes
            .Where(p => p.Id == storePushId)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, status)
                    .SetProperty(p => p.Error, error)
                    .SetProperty(p => p.FinishedAt, now)
                    .SetProperty(p => p.Progress, progress),
                cancellationToken);

        await db.PushSuspects.Where(s => s.StorePushId == storePushId).ExecuteDeleteAsync(cancellationToken);

        // No result will be recorded any more. What Shopify was never asked to run is forgotten; an operation that it may still work through stays, and the
        // store's next push ends it.
        await db.BulkOperations.Where(o => o.StorePushId == storePushId && o.Status == BulkOperationStatus.Prepared).ExecuteDeleteAsync(cancellationToken);
        await db.BulkOperationLines.Where(l => l.StorePushId == storePushId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The figures of a push at which nobody works.</summary>
    public static StorePushProgress Resting(StorePushProgress progress) => progress with
    {
        IsWaitingForBudget = false,
        EtaSeconds = null,
        RatePerSecond = null,
        Phase = null,
        IsCoarse = false,
        UnderWay = 0,
    };

    /// <summary>
    /// Settles the job when none of its stores is open any more, or pauses it when those that are left are paused. The caller's transaction must
    /// hold the job's lock.
    /// </summary>
    public async Task SettleJobIfLastAsync(BulkPushDbContext db, Guid jobId, CancellationToken cancellationToken)
    {
        var pushes = await db.StorePushes.AsNoTracking().Include(p => p.Store).Where(p => p.JobId == jobId).ToListAsync(cancellationToken);
        if (pushes.Any(p => p.Status is StorePushStatus.Pending or StorePushStatus.Running))
        {
            return;
        }

        if (pushes.Any(p => p.Status == StorePushStatus.Paused))
        {
            await db.BulkPushJobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, BulkPushJobStatus.Paused), cancellationToken);
            return;
        }

        var now = clock.GetUtcNow();
        var isCancelRequested = await db.BulkPushJobs.AnyAsync(j => j.Id == jobId && j.IsCancelRequested, cancellationToken);
        var (status, error) = Verdict(pushes, isCancelRequested);
        var totals = new BulkPushTotals(
            pushes.Sum(p => p.Progress.Total),
            pushes.Sum(p => p.Progress.Processed),
            pushes.Sum(p => p.Progress.Created),
            pushes.Sum(p => p.Progress.Updated),
            pushes.Sum(p => p.Progress.Unchanged),
            pushes.Sum(p => p.Progress.Failed),
            pushes.Sum(p => p.Progress.Skipped),
            pushes.Sum(p => p.Progress.Deferred));
        var ended = await db.BulkPushJobs
            .Where(j => j.Id == jobId && j.FinishedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(j => j.Status, status)
                    .SetProperty(j => j.Error, error)
                    .SetProperty(j => j.Progress, totals)
                    .SetProperty(j => j.FinishedAt, now),
                cancellationToken);
        if (ended == 1)
        {
            await PushEndNews.RecordAsync(db, jobId, pushes, cancellationToken);
        }
    }

    /// <summary>
    /// Makes settling, claiming and cancelling of one job's stores wait for each other until the caller's transaction ends. It must not be
    /// <c>for update</c>: that would also stop the look at the job's row by which PostgreSQL checks the foreign key when a transaction writes a
    /// store push twice, as the planner does while it holds the row that the lock's holder wants next.
    /// </summary>
    public static Task LockJobAsync(BulkPushDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"select 1 from bulk_push_jobs where id = {jobId} for no key update", cancellationToken);

    /// <summary>The push's figures as its rows say; a push that was never planned keeps its expected total, all of it skipped.</summary>
    public static async Task<StorePushProgress> CountAsync(BulkPushDbContext db, StorePush push, CancellationToken cancellationToken)
    {
        var groups = await db.PushItems
            .Where(i => i.StorePushId == push.Id)
            .GroupBy(i => new { i.Outcome, i.PublishOutcome })
            .Select(g => new { g.Key.Outcome, g.Key.PublishOutcome, Count = g.Count(), DeferredUntil = g.Max(i => i.DeferredUntil) })
            .ToListAsync(cancellationToken);
        var counts = groups.GroupBy(g => g.Outcome, g => g.Count).ToDictionary(g => g.Key, g => g.Sum());
        var unchanged = counts.GetValueOrDefault(PushItemOutcome.Unchanged)
            + await db.UnchangedProducts.Where(u => u.StorePushId == push.Id).SumAsync(u => u.ProductIds.Length, cancellationToken);
        counts[PushItemOutcome.Unchanged] = unchanged;
        var isPlanned = push.PlannedAt is not null;
        return push.Progress with
        {
            Total = isPlanned ? counts.Values.Sum() : push.Progress.Total,
            Created = counts.GetValueOrDefault(PushItemOutcome.Created),
            Updated = counts.GetValueOrDefault(PushItemOutcome.Updated),
            Unchanged = unchanged,
            Failed = counts.GetValueOrDefault(PushItemOutcome.Failed),
            Deferred = counts.GetValueOrDefault(PushItemOutcome.Deferred),
            DeferredUntil = groups.Max(g => g.DeferredUntil),
            Publishing = new PublishCounts(
                Publishing(PublishOutcome.Pending), Publishing(PublishOutcome.Published), Publishing(PublishOutcome.Draft), Publishing(PublishOutcome.Failed)),
            Skipped = isPlanned ? counts.GetValueOrDefault(PushItemOutcome.Skipped) : push.Progress.Total,
        };

        int Publishing(PublishOutcome outcome) => groups.Where(g => g.PublishOutcome == outcome).Sum(g => g.Count);
    }

    /// <summary>A store that was cancelled alone does not count; the others say how the job ended.</summary>
    private static (BulkPushJobStatus Status, string? Error) Verdict(List<StorePush> all, bool isCancelRequested)
    {
        var pushes = all.FindAll(p => p.Status != StorePushStatus.Cancelled);
        if (pushes.Count == 0 || (isCancelRequested && pushes.Count < all.Count))
        {
            return (BulkPushJobStatus.Cancelled, null);
        }

        return pushes.All(p => p.Status == StorePushStatus.Failed)
            ? (BulkPushJobStatus.Failed, string.Join(" ", pushes.Select(p => $"{p.Store!.Name}: {p.Error}")))
            : (BulkPushJobStatus.Completed, null);
    }
}
