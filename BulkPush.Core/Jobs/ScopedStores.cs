using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>A store of a push's scope, with the number of products to look at.</summary>
internal sealed record ScopedStore(Guid StoreId, int Products);

/// <summary>Which stores a scope reaches: those with at least one active channel in it.</summary>
internal static class ScopedStores
{
    public static async Task<IReadOnlyList<ScopedStore>> CountAsync(BulkPushDbContext db, PushScope scope, CancellationToken cancellationToken)
    {
        if (scope.Retry is { } retry)
        {
            return await CountRetriedAsync(db, scope, retry, cancellationToken);
        }

        var channels = db.ProductChannels.Where(c => c.IsActive);
        if (scope.StoreIds is { } storeIds)
        {
            channels = channels.Where(c => storeIds.Contains(c.StoreId));
        }

        if (scope.ProductIds is { } productIds)
        {
            channels = channels.Where(c => productIds.Contains(c.ProductId));
        }

        // Always in one order: two pushes that start at once and share stores meet at the first of them instead of waiting for each other.
        return await channels.GroupBy(c => c.StoreId).OrderBy(g => g.Key).Select(g => new ScopedStore(g.Key, g.Count())).ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<ScopedStore>> CountRetriedAsync(BulkPushDbContext db, PushScope scope, RetryScope retry, CancellationToken cancellationToken)
    {
        var stores = db.StorePushes.Where(p => p.JobId == retry.JobId);
        if (scope.StoreIds is { } storeIds)
        {
            stores = stores.Where(p => storeIds.Contains(p.StoreId));
        }

        var counts = new List<ScopedStore>();
        foreach (var storeId in await stores.OrderBy(p => p.StoreId).Select(p => p.StoreId).ToListAsync(cancellationToken))
        {
            var items = await RetriedItems.InAsync(db, scope, storeId, cancellationToken);
            counts.Add(new ScopedStore(storeId, await items.CountAsync(db, scope, storeId, cancellationToken)));
        }

        return counts.FindAll(store => store.Products > 0);
    }

    /// <summary>One sentence that says why the scope is empty and what to do.</summary>
    public static async Task<string> ExplainEmptyAsync(BulkPushDbContext db, PushScope scope, CancellationToken cancellationToken)
    {
        if (scope.Retry is { } retry)
        {
            return await RetryObstacle.ExplainAsync(db, scope, retry, cancellationToken);
        }

        if (!await db.Stores.AnyAsync(cancellationToken))
        {
            return "There is no store yet. Add one on the Stores page.";
        }

        if (!await db.Products.AnyAsync(cancellationToken))
        {
            return "The catalogue is empty. Import products first.";
        }

        if (scope.StoreIds is { } storeIds && await db.Stores.CountAsync(s => storeIds.Contains(s.Id), cancellationToken) != storeIds.Distinct().Count())
        {
            return "One of the chosen stores does not exist.";
        }

        if (scope.ProductIds is { } productIds
            && await db.Products.CountAsync(p => productIds.Contains(p.Id), cancellationToken) != productIds.Distinct().Count())
        {
            return "One of the chosen products does not exist.";
        }

        return "None of these products has an active channel in these stores. Activate channels on the Products page.";
    }
}
