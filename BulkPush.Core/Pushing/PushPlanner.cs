using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Pushing;

/// <summary>Writes the list of products of a push: once, with one statement, however many there are.</summary>
internal sealed class PushPlanner(IDbContextFactory<BulkPushDbContext> contexts, TimeProvider clock)
{
    private const string Plan =
        $"""
        insert into push_items (store_push_id, product_id, outcome, attempts, finished_at)
        select @push, c.product_id,
               case when not @force and {ChannelDue.IsUpToDate} then 'unchanged' else 'pending' end,
               0,
               case when not @force and {ChannelDue.IsUpToDate} then @now::timestamptz end
        from product_channels c join products p on p.id = c.product_id join stores s on s.id = c.store_id
        where c.store_id = @store and c.is_active and (@products is null or c.product_id = any(@products))
        on conflict do nothing
        """;

    /// <summary>
    /// Plans a push that <paramref name="fireInstanceId"/> holds and returns its figures; a push that was planned before is only counted, so that a
    /// resumed push goes on with the very same list. Products whose channel has the newest state already are settled as unchanged here.
    /// </summary>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task<StorePushProgress> PlanAsync(StorePush push, string fireInstanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var held = await db.StorePushes
            .Where(p => p.Id == push.Id && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.PlannedAt, p => p.PlannedAt ?? now), cancellationToken);
        if (held == 0)
        {
            throw new StorePushLostException(push.Id);
        }

        if (push.PlannedAt is null)
        {
            await db.Database.ExecuteSqlRawAsync(
                Plan,
                [
                    new NpgsqlParameter<Guid>("push", push.Id),
                    new NpgsqlParameter<Guid>("store", push.StoreId),
                    new NpgsqlParameter<bool>("force", push.Job!.Scope.Force),
                    new NpgsqlParameter<DateTimeOffset>("now", now),
                    SqlArray.Of("products", push.Job.Scope.ProductIds?.ToArray()),
                ],
                cancellationToken);
        }

        var planned = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == push.Id, cancellationToken);
        var progress = await StorePushLifecycle.CountAsync(db, planned, cancellationToken);
        await db.StorePushes.Where(p => p.Id == push.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Progress, progress), cancellationToken);

        // Crash point 3: a crash before this commit leaves no item at all, and the push is planned anew.
        await transaction.CommitAsync(cancellationToken);
        return progress;
    }
}
