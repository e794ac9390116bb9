using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Shopify;

public sealed class ShopifyEndpointTests
{
    [Theory]
    [InlineData("https://demo.myshopify.com", false, true)]
    [InlineData("https://demo.myshopify.com/", false, true)]
    [InlineData("http://demo.myshopify.com", true, false)]
    [InlineData("https://demo.myshopify.com:8443", true, false)]
    [InlineData("https://demo.myshopify.com.evil.example", true, false)]
    [InlineData("https://evilmyshopify.com", true, false)]
    [InlineData("https://user@demo.myshopify.com", true, false)]
    [InlineData("http://127.0.0.1:5000/demo-stores/one", true, true)]
    [InlineData("http://localhost:5000", true, true)]
    [InlineData("http://127.0.0.1:5000", false, false)]
    [InlineData("http://10.0.0.1:5000", true, false)]
    public void Tokens_go_only_to_Shopify_and_where_allowed_to_this_machine(string adminUrl, bool allowLoopback, bool isAllowed)
    {
        var connection = new StoreConnection(Guid.Empty, "Demo", new Uri(adminUrl), "shpat_secret");
        var options = new ShopifyOptions { AllowLoopback = allowLoopback };

        if (isAllowed)
        {
            Assert.Equal($"{adminUrl.TrimEnd('/')}/admin/api/2026-07/graphql.json", ShopifyEndpoint.For(connection, options).Url.ToString());
            return;
        }

        var refusal = Assert.Throws<ShopifyStoreException>(() => ShopifyEndpoint.For(connection, options));
        Assert.Equal("ADMIN_URL_NOT_ALLOWED", refusal.Code);
        Assert.DoesNotContain("shpat", refusal.Message, StringComparison.Ordinal);
    }
}
