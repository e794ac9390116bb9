using BulkPush.Core.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

internal static class ShopifyServices
{
    public static IServiceCollection AddShopify(this IServiceCollection services)
    {
        services.AddOptions<ShopifyOptions>().BindConfiguration(ShopifyOptions.SectionName).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ShopifyOptions>, ShopifyOptionsValidator>()
            .AddSingleton<ProductSetMapper>()
            .AddShopifyTransports()
            .AddSingleton<ITokenGrant, ClientCredentialsGrant>()
            .AddSingleton<ShopifyStoreClientFactory>()
            .AddSingleton<BulkStorage>()
            .AddSingleton<BulkOperationsFactory>()
            .AddSingleton<IStoreProbe, ShopifyStoreProbe>();
    }
}
