using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Catalog;

internal static class CatalogServices
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<ProductQueries>()
        .AddSingleton<CatalogService>()
        .AddSingleton<ProductChannelService>()
        .AddSingleton<Csv.ProductCsvImporter>();
}
