using System.Collections.Concurrent;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>Makes clients for stores. All clients of a store in this process share its cost budget.</summary>
internal sealed class ShopifyStoreClientFactory(
    IShopifyTransport transport,
    IOptions<ShopifyOptions> options,
    TimeProvider clock,
    ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, StoreTraffic> _traffic = new();
    private readonly ApiVersionWatch _versions = new(clock, loggers.CreateLogger<ApiVersionWatch>());
    private readonly Random _random = new();

    /// <param name="newVariantsFrom">When the store may be sent new variants, as its row says.</param>
    /// <exception cref="ShopifyStoreException">The store's admin URL is not one that a token may be sent to.</exception>
    public ShopifyStoreClient For(StoreConnection connection, DateTimeOffset? newVariantsFrom = null) => new(
        CallerFor(connection, options.Value.MaxAttempts),
        TrafficOf(connection).Budget,
        new NewVariantLimit(newVariantsFrom, options.Value.NewVariantsPause, clock),
        loggers.CreateLogger<ShopifyStoreClient>());

    /// <inheritdoc cref="For"/>
    public ShopifyCaller CallerFor(StoreConnection connection, int maxAttempts) => new(
        new AuthorisedTransport(transport, connection, ShopifyEndpoint.For(connection, options.Value), _versions),
        TrafficOf(connection),
        new ShopifyCallRules(maxAttempts, options.Value.MaxThrottles, new RetrySchedule(options.Value, Chance)),
        clock,
        loggers.CreateLogger<ShopifyCaller>());

    /// <summary>Asks a store once whether products may be pushed to it; what is missing for that in the store is made.</summary>
    /// <exception cref="ShopifyStoreException">It may not be pushed to, or gave no answer.</exception>
    public Task AskAsync(StoreConnection connection, CancellationToken cancellationToken) => new CustomIdDefinition(CallerFor(connection, 1)).EnsureAsync(cancellationToken);

    public void Dispose()
    {
        foreach (var traffic in _traffic.Values)
            traffic.Dispose();
    }

    private StoreTraffic TrafficOf(StoreConnection connection) =>
        _traffic.GetOrAdd(connection.StoreId, _ => new StoreTraffic(clock, options.Value.ReservedShare));

    private double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
