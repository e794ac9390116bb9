using BulkPush.Core.Shopify;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Shopify;

/// <summary>Only in builds with <c>-p:ShopifySharp=true</c>: the contract with the real package, against a server on this machine.</summary>
public sealed class ShopifySharpTransportTests : ShopifyTransportContract
{
    [Fact]
    public void Is_used_when_asked_for()
    {
        using var services = ShopifyTransportChoiceTests.Services("ShopifySharp");

        Assert.IsType<ShopifySharpTransport>(services.GetRequiredService<IShopifyTransport>());
    }

    private protected override IShopifyTransport Make(IOptions<ShopifyOptions> options) =>
        new ShopifySharpTransport(options, TimeProvider.System, NullLogger<ShopifySharpTransport>.Instance);
}
