using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Stores;

internal static class StoresServices
{
    public static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton<StoreService>();
}
