using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Shopify;

/// <content>What a build with ShopifySharp has more.</content>
internal static partial class ShopifyTransports
{
    static partial void AddShopifySharp(IServiceCollection services) =>
        services.AddKeyedSingleton<IShopifyTransport, ShopifySharpTransport>(ShopifyTransportKind.ShopifySharp);
}
