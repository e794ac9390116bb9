using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Pushing.Suspects;

/// <summary>Which products a worker has in hand, written down before it touches them: only for pushes with which a worker has died already.</summary>
internal sealed class SuspectMarks(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>Code of a product that was set aside because workers died with it.</summary>
    public const string WorkerBroken = "WORKER_BROKEN";

    /// <summary>Marks products that are about to be worked on; marks of products that have their outcome by now go.</summary>
    /// <param name="isAlone">Whether nothing else is in hand: all other marks go, too.</param>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task MarkAsync(PushHold hold, IReadOnlyCollection<long> productIds, bool isAlone, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (push, ids) = (hold.Push.Id, productIds.ToArray());
        var marked = await db.Database.ExecuteSqlAsync(
            $"""
            with cleared as (
                update push_suspects s set is_marked = false
                where s.store_push_id = {push} and s.is_marked and s.product_id <> all({ids})
                  and ({isAlone} or not exists (
                      select from push_items i where i.store_push_id = s.store_push_id and i.product_id = s.product_id and i.outcome = 'pending')))
            insert into push_suspects (store_push_id, product_id, is_marked, deaths)
            select p.id, product_id, true, 0 from store_pushes p cross join unnest({ids}) as product_id
            where p.id = {push} and p.status = 'running' and p.fire_instance_id = {hold.FireInstanceId}
            on conflict (store_push_id, product_id) do update set is_marked = true
            """,
            cancellationToken);
        if (marked == 0)
        {
            throw new StorePushLostException(push);
        }

        // Crash point 20: marked, and not touched yet. Safe: one death more is counted for them, and it takes three.
        CrashPoint.Reached(20);
    }

    /// <summary>Nothing is in hand any more.</summary>
    public async Task ClearAsync(PushHold hold, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.PushSuspects.Where(s => s.StorePushId == hold.Push.Id && s.IsMarked)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsMarked, false), cancellationToken);
    }

    /// <summary>
    /// Products that were in hand when a worker died and have no outcome, those least suspected first: so that the one that kills comes last, and a second
    /// accident does not meet the same innocent product again. One that an earlier push has set aside is convicted by one death more.
    /// </summary>
    public async Task<IReadOnlyList<Suspect>> SuspectsAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<Suspect>(
            $"""
            select i.product_id, coalesce(s.deaths, 0) + case when c.last_error_code = {WorkerBroken} then {WorkerDeaths.Enough - 1} else 0 end as deaths
            from push_items i
            join product_channels c on c.store_id = {push.StoreId} and c.product_id = i.product_id
            left join push_suspects s on s.store_push_id = i.store_push_id and s.product_id = i.product_id
            where i.store_push_id = {push.Id} and i.outcome = 'pending' and (s.deaths > 0 or c.last_error_code = {WorkerBroken})
              and not exists (select from bulk_operation_lines l where l.store_push_id = i.store_push_id and l.product_id = i.product_id)
            order by deaths, product_id
            """).ToListAsync(cancellationToken);
    }
}

/// <summary>A product that workers had in hand when they died.</summary>
internal sealed record Suspect(long ProductId, int Deaths);
