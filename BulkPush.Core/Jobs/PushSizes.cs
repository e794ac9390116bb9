using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Jobs;

/// <summary>How many products a push would have to send, store by store: what decides whether it is small.</summary>
internal static class PushSizes
{
    private const string Due =
        $"""
        select c.store_id, count(*)::int as products
        from product_channels c join products p on p.id = c.product_id join stores s on s.id = c.store_id
        where c.is_active and c.store_id = any(@stores) and (@products is null or c.product_id = any(@products))
          and not {ChannelDue.IsUpToDate} and {ChannelDue.WaitsUntil} is null
        group by c.store_id
        """;

    /// <summary>Products that need a call; everything in scope when the push is forced, and exactly what it takes up when it is a retry.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> CountAsync(
        BulkPushDbContext db, PushScope scope, IReadOnlyList<ScopedStore> stores, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (scope.Force || scope.Retry is not null)
        {
            return stores.ToDictionary(store => store.StoreId, store => store.Products);
        }

        var due = await db.Database.SqlQueryRaw<DueRow>(
            Due,
            SqlArray.Of("stores", stores.Select(store => store.StoreId).ToArray()),
            SqlArray.Of("products", scope.ProductIds?.ToArray()),
            new NpgsqlParameter<DateTimeOffset>("now", now)).ToDictionaryAsync(row => row.StoreId, row => row.Products, cancellationToken);
        return stores.ToDictionary(store => store.StoreId, store => due.GetValueOrDefault(store.StoreId));
    }

    private sealed record DueRow(Guid StoreId, int Products);
}
