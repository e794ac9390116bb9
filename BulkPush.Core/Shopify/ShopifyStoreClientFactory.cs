using System.Collections.Concurrent;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>Makes clients for stores. All clients of a store in this process share one cost budget.</summary>
internal sealed class ShopifyStoreClientFactory(IShopifyTransport transport, IOptions<ShopifyOptions> options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, CostBudget> _budgets = new();

    /// <exception cref="ShopifyStoreException">The store's admin URL is not one that a token may be sent to.</exception>
    public ShopifyStoreClient For(StoreConnection connection)
    {
        var budget = _budgets.GetOrAdd(connection.StoreId, _ => new CostBudget(clock));
        return new ShopifyStoreClient(transport, ShopifyEndpoint.For(connection, options.Value), budget);
    }

    public void Dispose()
    {
        foreach (var budget in _budgets.Values)
            budget.Dispose();
    }
}
