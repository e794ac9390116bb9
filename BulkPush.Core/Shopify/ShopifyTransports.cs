using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>The transports that this build has; <c>Shopify:Transport</c> says which one is used.</summary>
internal static partial class ShopifyTransports
{
    public static IServiceCollection AddShopifyTransports(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IShopifyTransport, HttpShopifyTransport>(ShopifyTransportKind.Http);
        AddShopifySharp(services);
        return services
            .AddSingleton<IValidateOptions<ShopifyOptions>, ShopifyTransportValidator>()
            .AddSingleton(provider => provider.GetRequiredKeyedService<IShopifyTransport>(provider.GetRequiredService<IOptions<ShopifyOptions>>().Value.Transport));
    }

    /// <summary>Has a body only in builds with <c>-p:ShopifySharp=true</c>.</summary>
    static partial void AddShopifySharp(IServiceCollection services);
}
