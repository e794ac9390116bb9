namespace BulkPush.Core.Shopify;

/// <summary>Talks to one store, within its cost budget and with repetitions where they are safe.</summary>
internal sealed class ShopifyStoreClient(IShopifyTransport transport, ShopifyEndpoint endpoint, CostBudget budget)
{
    public CostBudget Budget { get; } = budget;

    /// <summary>Makes sure that products can be pushed: token, scopes, API version and the custom-id definition, which is created when missing.</summary>
    /// <exception cref="ShopifyStoreException">The store cannot be pushed to until somebody acts.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => throw new NotImplementedException(transport.ToString());

    /// <summary>Creates or updates one product; sent again by itself while that is useful.</summary>
    /// <exception cref="ShopifyStoreException">The whole store must stop.</exception>
    public Task<ProductSetOutcome> SetProductAsync(ProductSetCall call, CancellationToken cancellationToken) => throw new NotImplementedException(endpoint.ToString());
}
