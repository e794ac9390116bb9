using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Counts workers that died with a push, and for each product that they had in hand how often it was. See docs/job-lifecycle.md.</summary>
internal static class WorkerDeaths
{
    /// <summary>A product that was in hand at so many deaths is set aside.</summary>
    public const int Enough = 3;

    /// <summary>A push is taken up again, in the transaction that claims it.</summary>
    /// <param name="isDeath">Nobody handed it back: whoever held it died, or stood still for so long that it counts as dead.</param>
    public static async Task TakeOverAsync(BulkPushDbContext db, StorePush push, bool isDeath, CancellationToken cancellationToken)
    {
        if (isDeath)
        {
            var processed = push.Progress.Processed;
            await db.StorePushes.Where(p => p.Id == push.Id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(p => p.WorkerDeaths, p => processed > p.ProcessedAtDeath ? 1 : p.WorkerDeaths + 1)
                    .SetProperty(p => p.ProcessedAtDeath, processed),
                cancellationToken);
        }

        // What has an outcome did not kill anybody; nor did what was only looked at and is not suspected.
        await db.Database.ExecuteSqlAsync(
            $"""
            with counted as (
                update push_suspects s set deaths = deaths + 1
                where {isDeath} and s.store_push_id = {push.Id} and s.is_marked
                  and exists (select from push_items i where i.store_push_id = s.store_push_id and i.product_id = s.product_id and i.outcome = 'pending')
                returning s.product_id)
            delete from push_suspects s
            where s.store_push_id = {push.Id} and s.deaths = 0 and s.product_id not in (select product_id from counted)
            """,
            cancellationToken);
        await db.PushSuspects.Where(s => s.StorePushId == push.Id && s.IsMarked).ExecuteUpdateAsync(set => set.SetProperty(s => s.IsMarked, false), cancellationToken);
    }
}
