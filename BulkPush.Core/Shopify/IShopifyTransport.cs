namespace BulkPush.Core.Shopify;

/// <summary>Carries one GraphQL request to one store: the process boundary to Shopify.</summary>
internal interface IShopifyTransport
{
    /// <summary>Posts the request once, without repeating it.</summary>
    /// <exception cref="ShopifyTransportException">The network failed, the time ran out, or the answer was not a GraphQL answer.</exception>
    Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken);
}
