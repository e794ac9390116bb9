using BulkPush.Core.Stores;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>Makes clients for stores' bulk operations. Their calls share the store's cost budget with all others.</summary>
internal sealed class BulkOperationsFactory(ShopifyStoreClientFactory clients, BulkStorage storage, IOptions<ShopifyOptions> options, TimeProvider clock)
{
    private readonly Random _random = new();

    /// <exception cref="ShopifyStoreException">The store's admin URL is not one that a token may be sent to.</exception>
    public BulkOperations For(StoreConnection connection) => new(
        clients.CallerFor(connection, options.Value.MaxAttempts),
        clients.CallerFor(connection, maxAttempts: 1),
        storage,
        new RetrySchedule(options.Value, Chance),
        options.Value.MaxAttempts,
        clock);

    private double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
