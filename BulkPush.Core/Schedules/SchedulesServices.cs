using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Schedules;

internal static class SchedulesServices
{
    /// <param name="isWorker">Only workers start what is due; any process keeps schedules.</param>
    public static IServiceCollection AddSchedules(this IServiceCollection services, bool isWorker)
    {
        services.AddOptions<ScheduleOptions>().BindConfiguration(ScheduleOptions.SectionName).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<ScheduleOptions>, ScheduleOptionsValidator>()
            .AddSingleton<ScheduleTriggers>()
            .AddSingleton<ScheduleRunner>()
            .AddSingleton<ScheduleQueries>()
            .AddSingleton<ScheduleReconciler>()
            .AddSingleton(provider => new ScheduleService(
                provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
                provider.GetRequiredService<ScheduleTriggers>(),
                provider.GetRequiredService<ScheduleRunner>(),
                provider.GetRequiredService<ScheduleQueries>(),
                provider.GetRequiredService<AuditLog>(),
                provider.GetRequiredService<IOptions<ScheduleOptions>>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddTransient<PushScheduleJob>();
        return isWorker ? services.AddHostedService(provider => provider.GetRequiredService<ScheduleReconciler>()) : services;
    }
}
