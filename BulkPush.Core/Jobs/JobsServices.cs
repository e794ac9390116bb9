using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Jobs;

internal static class JobsServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<BulkPushJobService>()
        .AddSingleton<BulkPushJobQueries>();
}
