namespace BulkPush.Core.Shopify;

internal sealed class HttpShopifyTransport : IShopifyTransport
{
    public Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();
}
