namespace BulkPush.Core.Shopify;

/// <summary>One product on its way to one store.</summary>
/// <param name="ProductId">Our product id.</param>
/// <param name="ShopifyProductId">The store's product GID when the channel knows it.</param>
/// <param name="CustomId">Value of the custom id that finds the product when the GID is unknown.</param>
/// <param name="Handle">For messages.</param>
/// <param name="Update">Input for an update by <paramref name="ShopifyProductId"/>: lists that have not changed are left out.</param>
/// <param name="Full">Input for an upsert by <paramref name="CustomId"/>: every list, and what a new product needs.</param>
internal sealed record ProductSetCall(
    long ProductId,
    string? ShopifyProductId,
    string CustomId,
    string Handle,
    ProductSetInput Update,
    ProductSetInput Full)
{
    /// <summary>Cost points that Shopify will ask for before it executes the first request of this call.</summary>
    public int PredictedCost => ShopifyDocuments.ProductSet.RequestedCost((ShopifyProductId is null ? Full : Update).Complexity);

    public override string ToString() => $"product {ProductId} ({Handle})";
}
