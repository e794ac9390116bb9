using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Pushing;

/// <summary>Writes the list of products of a push: once, with one statement, however many there are.</summary>
internal sealed class PushPlanner(IDbContextFactory<BulkPushDbContext> contexts, TimeProvider clock)
{
    /// <summary>A million items take seconds; a database that needs longer than this is not well.</summary>
    private static readonly TimeSpan LongestPlan = TimeSpan.FromMinutes(10);

    private const string Plan =
        $"""
        with channels as (
            select c.product_id, p.revision,
                   c.publish_due and jsonb_array_length(s.publications) > 0 as is_unpublished,
                   not @force and {ChannelDue.IsUpToDate} as is_unchanged,
                   case when not @force and not {ChannelDue.IsUpToDate} then {ChannelDue.WaitsUntil} end as waits_until
            from product_channels c join products p on p.id = c.product_id join stores s on s.id = c.store_id
            where c.store_id = @store and c.is_active and (@products is null or c.product_id = any(@products))
              and {RetriedItems.AreMeant}),
        waiting as (
            select c.id, ch.waits_until, ch.revision
            from product_channels c join channels ch using (product_id)
            where c.store_id = @store and ch.waits_until is not null
            order by c.product_id
            for no key update of c),
        deferred as (
            update product_channels c set deferred_until = w.waits_until, deferred_product_revision = w.revision
            from waiting w
            where c.id = w.id),
        unchanged as (
            insert into push_unchanged (store_push_id, slice, product_ids)
            select @push, product_id / @slice_width, array_agg(product_id order by product_id)
            from channels where is_unchanged and not is_unpublished
            group by product_id / @slice_width
            on conflict do nothing)
        insert into push_items (store_push_id, product_id, outcome, attempts, finished_at, deferred_until, error_code, error_message, publish_outcome)
        select @push, product_id,
               case when is_unchanged then 'unchanged' when waits_until is not null then 'deferred' else 'pending' end,
               0,
               case when is_unchanged or waits_until is not null then @now::timestamptz end,
               waits_until,
               case when waits_until is not null then @code end,
               case when waits_until is not null then @explanation end,
               case when is_unpublished then 'pending' end
        from channels where not is_unchanged or is_unpublished
        on conflict do nothing
        """;

    /// <summary>Sending everything again asks the store anew, too: its answer dates the wait anew, or ends it.</summary>
    private const string AskAnew = "update stores set new_variants_from = null where id = {0} and new_variants_from is not null";

    /// <summary>
    /// Plans a push that <paramref name="fireInstanceId"/> holds and returns its figures; a push that was planned before is only counted, so that a
    /// resumed push goes on with the very same list. Products whose channel has the newest state already are settled as unchanged here,
    /// and those that wait for the store's limit on new variants as deferred.
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
            db.Database.SetCommandTimeout(LongestPlan);
            if (push.Job!.Scope.Force)
            {
                await db.Database.ExecuteSqlRawAsync(AskAnew, [push.StoreId], cancellationToken);
            }

            var retried = await RetriedItems.InAsync(db, push.Job.Scope, push.StoreId, cancellationToken);
            await db.Database.ExecuteSqlRawAsync(
                Plan,
                [
                    new NpgsqlParameter<Guid>("push", push.Id),
                    new NpgsqlParameter<Guid>("store", push.StoreId),
                    new NpgsqlParameter<bool>("force", push.Job.Scope.Force),
                    new NpgsqlParameter<DateTimeOffset>("now", now),
                    new NpgsqlParameter<int>("slice_width", UnchangedProducts.SliceWidth),
                    SqlArray.Of("products", push.Job.Scope.ProductIds?.ToArray()),
                    new NpgsqlParameter<string>("code", NewVariantLimit.Code),
                    new NpgsqlParameter<string>("explanation", NewVariantLimit.Explanation),
                    .. retried.Parameters(),
                ],
                cancellationToken);
        }
        else
        {
            await UnansweredCalls.DoubtAsync(db, push.Id, cancellationToken);
        }

        var planned = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == push.Id, cancellationToken);
        var progress = await StorePushFigures.CountAsync(db, planned, cancellationToken);
        await db.StorePushes.Where(p => p.Id == push.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Progress, progress), cancellationToken);

        // Crash point 3: a crash before this commit leaves no item at all, and the push is planned anew.
        CrashPoint.Reached(3);
        await transaction.CommitAsync(cancellationToken);
        return progress;
    }
}
