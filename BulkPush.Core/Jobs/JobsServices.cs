using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Jobs;

internal static class JobsServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddOptions<QueueingOptions>().BindConfiguration(QueueingOptions.SectionName).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<QueueingOptions>, QueueingOptionsValidator>()
            .AddSingleton<StoreLines>()
            .AddSingleton<StoreClaims>()
            .AddSingleton<StorePushLifecycle>()
            .AddSingleton<BulkPushJobQueries>()
            .AddSingleton<HaltedPushes>()
            .AddSingleton<WatchedJobs>()
            .AddSingleton(provider => new SharedJobReadings(provider.GetRequiredService<WatchedJobs>().FindAsync, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new BulkPushJobService(
                provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
                provider.GetRequiredService<StorePushLifecycle>(),
                provider.GetRequiredService<StoreLines>(),
                provider.GetRequiredService<IStorePushQueue>(),
                provider.GetRequiredService<AuditLog>(),
                provider.GetRequiredService<SharedJobReadings>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new PushPauses(
                provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
                provider.GetRequiredService<IStorePushQueue>(),
                provider.GetRequiredService<StorePushLifecycle>(),
                provider.GetRequiredService<StoreLines>(),
                provider.GetRequiredService<AuditLog>(),
                provider.GetRequiredService<SharedJobReadings>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<PushRetries>();
    }
}
