namespace BulkPush.Core.Stores;

/// <summary>Asks a live store what a check needs to know: the process boundary to Shopify.</summary>
internal interface IStoreProbe
{
    /// <summary>Never throws for what Shopify or the network says: that becomes a problem in the result.</summary>
    Task<StoreCheck> ProbeAsync(StoreConnection connection, CancellationToken cancellationToken);
}
