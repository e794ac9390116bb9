using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>What a store push's <see cref="StorePush.Progress"/> is to say.</summary>
internal static class StorePushFigures
{
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

    /// <summary>The figures of a running push whose worker is gone, until another one has it: its pace and the time left were that worker's.</summary>
    public static StorePushProgress Orphaned(StorePushProgress progress) => Resting(progress) with { Phase = "No worker has it just now; the next one that is there goes on with it" };

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
}
