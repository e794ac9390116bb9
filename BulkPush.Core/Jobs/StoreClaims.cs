using System.Collections.Concurrent;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Who holds a store's push: a firing takes what is first in the store's line, and gives it back when it will not finish it.</summary>
internal sealed class StoreClaims(IDbContextFactory<BulkPushDbContext> contexts, StoreLines lines, TimeProvider clock)
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
        await StorePushLifecycle.LockJobAsync(db, push.JobId, cancellationToken);
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
}
