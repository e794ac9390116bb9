using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>
/// Moves store pushes, and with the last of them their job, from state to state. Every move is conditional on the state it leaves and, once a
/// worker holds the push, on the firing: no row changed means "not ours any more". See docs/job-lifecycle.md.
/// </summary>
internal sealed class StorePushLifecycle(IDbContextFactory<BulkPushDbContext> contexts, TimeProvider clock)
{
    /// <summary>What an operator asked of this push; cancelling counts more than pausing.</summary>
    public async Task<StopRequest> StopRequestAsync(Guid storePushId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == storePushId, cancellationToken);
        return StopRequestOf(push);
    }

    public static StopRequest StopRequestOf(StorePush push) =>
        push.IsCancelRequested ? StopRequest.Cancel : push.IsPauseRequested ? StopRequest.Pause : StopRequest.None;

    /// <summary>Says what a push that <paramref name="fireInstanceId"/> holds is doing.</summary>
    /// <returns>False when another firing holds the push, or it has been settled.</returns>
    public async Task<bool> ShowAsync(Guid storePushId, string fireInstanceId, StorePushProgress progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.StorePushes
            .Where(p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Progress, progress), cancellationToken) == 1;
    }

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
    public Task<bool> PauseAsync(Guid storePushId, string fireInstanceId, CancellationToken cancellationToken) =>
        RestAsync(storePushId, fireInstanceId, StorePushStatus.Paused, cancellationToken);

    /// <summary>
    /// Puts a push that <paramref name="fireInstanceId"/> holds back into its store's line, at the place that it had, so that another one can go first. Its
    /// list and its outcomes stay; what has no answer is in doubt, as for a pause.
    /// </summary>
    /// <returns>False when an operator asked for something else meanwhile, or another firing holds the push.</returns>
    public Task<bool> GiveWayAsync(Guid storePushId, string fireInstanceId, CancellationToken cancellationToken) =>
        RestAsync(storePushId, fireInstanceId, StorePushStatus.Pending, cancellationToken);

    private async Task<bool> RestAsync(Guid storePushId, string fireInstanceId, StorePushStatus status, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobId = await db.StorePushes.Where(p => p.Id == storePushId).Select(p => p.JobId).SingleAsync(cancellationToken);
        await LockJobAsync(db, jobId, cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleOrDefaultAsync(
            p => p.Id == storePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId, cancellationToken);
        if (push is null || StopRequestOf(push) > (status == StorePushStatus.Paused ? StopRequest.Pause : StopRequest.GiveWay))
        {
            return false;
        }

        await UnansweredCalls.DoubtAllAsync(db, storePushId, cancellationToken);
        var progress = StorePushFigures.Resting(await StorePushFigures.CountAsync(db, push, cancellationToken));
        await db.StorePushes
            .Where(p => p.Id == storePushId)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.Status, status)
                    .SetProperty(p => p.FireInstanceId, (string?)null)
                    .SetProperty(p => p.IsPauseRequested, false)
                    .SetProperty(p => p.Progress, progress),
                cancellationToken);
        await SettleJobIfLastAsync(db, jobId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends a push whatever its state, inside the caller's transaction, which must hold the job's lock.</summary>
    public async Task CloseAsync(BulkPushDbContext db, Guid storePushId, StorePushStatus status, string? error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await UnansweredCalls.DoubtAllAsync(db, storePushId, cancellationToken);
        await db.PushItems
            .Where(i => i.StorePushId == storePushId && i.Outcome == PushItemOutcome.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(i => i.Outcome, PushItemOutcome.Skipped).SetProperty(i => i.FinishedAt, now),
                cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == storePushId, cancellationToken);
        var progress = StorePushFigures.Resting(await StorePushFigures.CountAsync(db, push, cancellationToken));
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
