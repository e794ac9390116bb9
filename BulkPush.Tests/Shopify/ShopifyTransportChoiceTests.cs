using BulkPush.Core.Shopify;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Shopify;

/// <summary>The setting <c>Shopify:Transport</c>.</summary>
public sealed class ShopifyTransportChoiceTests
{
    internal static bool HasShopifySharp { get; } = typeof(ShopifyOptions).Assembly.GetType("BulkPush.Core.Shopify.ShopifySharpTransport") is not null;

    [Theory]
    [InlineData(null)]
    [InlineData("Http")]
    [InlineData("http")]
    public void Our_own_transport_is_used_unless_another_one_is_asked_for(string? setting)
    {
        using var services = Services(setting);

        Assert.IsType<HttpShopifyTransport>(services.GetRequiredService<IShopifyTransport>());
    }

    [Fact]
    public void A_build_without_ShopifySharp_says_how_to_get_it()
    {
        Assert.SkipWhen(HasShopifySharp, "This build has ShopifySharp.");
        using var services = Services("ShopifySharp");

        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IShopifyTransport>);

        Assert.Equal(
            "Shopify:Transport is ShopifySharp, which this build does not have: build with 'dotnet build -p:ShopifySharp=true' to get ShopifySharp, or set Http.",
            Assert.Single(refusal.Failures));
    }

    internal static ServiceProvider Services(string? setting) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Shopify:Transport", setting)]).Build())
        .AddSingleton<ILoggerFactory, NullLoggerFactory>()
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(TimeProvider.System)
        .AddShopify()
        .BuildServiceProvider();
}
