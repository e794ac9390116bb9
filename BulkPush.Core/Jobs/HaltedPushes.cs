using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Reads the pushes that the circuit breaker has paused: what the list of stores says about them.</summary>
public sealed class HaltedPushes(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<HaltedPush>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pushes = await db.StorePushes.AsNoTracking()
            .Where(p => p.Status == StorePushStatus.Paused && p.PausedBy == null && p.PauseReason != null)
            .OrderBy(p => p.BreakerOpenedAt)
            .ToListAsync(cancellationToken);
        return pushes.ConvertAll(p => new HaltedPush(p.JobId, p.StoreId, p.Progress.Total - p.Progress.Processed, HaltOf(p)!));
    }

    internal static StoreHalt? HaltOf(StorePush push) => push is { Status: StorePushStatus.Paused, PausedBy: null, PauseReason: { } reason }
        ? new StoreHalt(push.PauseCode ?? "", reason, push.BreakerOpenedAt ?? push.PausedAt ?? push.CreatedAt, push.ProbeAt, push.Probes)
        : null;
}

/// <summary>A store's push that the circuit breaker has paused.</summary>
/// <param name="Left">Products that have no outcome yet.</param>
public sealed record HaltedPush(Guid JobId, Guid StoreId, int Left, StoreHalt Halt);
