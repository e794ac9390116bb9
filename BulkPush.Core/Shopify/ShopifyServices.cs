using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Shopify;

internal static class ShopifyServices
{
    public static IServiceCollection AddShopify(this IServiceCollection services) => services;
}
