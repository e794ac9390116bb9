using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Stores;

internal static class StoresServices
{
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddOptions<StoreAddressOptions>().BindConfiguration(StoreAddressOptions.SectionName);
        services.AddOptions<StoreTokenOptions>().BindConfiguration(StoreTokenOptions.SectionName).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<StoreTokenOptions>, StoreTokenOptionsValidator>()
            .AddSingleton<TokenRenewal>()
            .AddSingleton<StoreConnections>();
        // By hand, because the container does not see constructors that are not public, and this one takes what is not.
        return services.AddSingleton(provider => new StoreService(
            provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
            provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<StoreConnections>(),
            provider.GetRequiredService<IStoreProbe>(),
            provider.GetRequiredService<AuditLog>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<StoreAddressOptions>>()));
    }
}
