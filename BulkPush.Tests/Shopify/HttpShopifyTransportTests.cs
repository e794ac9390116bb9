using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Shopify;

public sealed class HttpShopifyTransportTests : ShopifyTransportContract
{
    [Fact]
    public async Task Names_the_operation()
    {
        await using var shopify = await ScriptedShopify.StartAsync(TestContext.Current.CancellationToken);
        shopify.Data("{}");
        var endpoint = ShopifyEndpoint.For(shopify.Connection, shopify.Options).OpenedBy(AccessToken.Permanent("shpat_secret"));

        await shopify.Transport().PostAsync(endpoint, new ShopifyRequest("Ask", "query Ask { shop { name } }", "{}"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.Equal("Ask", Assert.Single(shopify.Requests).Body["operationName"]!.GetValue<string>());
    }

    private protected override IShopifyTransport Make(IOptions<ShopifyOptions> options) =>
        new HttpShopifyTransport(options, TimeProvider.System, NullLogger<HttpShopifyTransport>.Instance);
}
