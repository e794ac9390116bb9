using BulkPush.Core.Notifications.Email;
using BulkPush.Core.Notifications.Webhooks;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

internal static class NotificationsServices
{
    /// <param name="isWorker">Only workers send what is due; a process that is not one can still try a target.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, bool isWorker)
    {
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.SectionName).ValidateOnStart();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.SectionName).ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>()
            .AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>()
            .AddSingleton<PushPageLinks>()
            .AddSingleton<EmailChannel>()
            .AddSingleton(provider => new WebhookChannel(
                WebhookHttp.Client(provider.GetRequiredService<IOptions<NotificationOptions>>().Value),
                provider.GetRequiredService<SecretProtector>(),
                provider.GetRequiredService<PushPageLinks>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new DeliverySchedule(provider.GetRequiredService<IOptions<NotificationOptions>>().Value, new Random().NextDouble))
            .AddSingleton<DeliveryQueue>()
            .AddSingleton<DeliverySender>()
            .AddSingleton<NotificationDispatcher>()
            .AddSingleton<DeliveryCleaner>()
            .AddSingleton<DeliveryLog>()
            .AddSingleton(provider => new NotificationTargets(
                provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
                provider.GetRequiredService<SecretProtector>(),
                provider.GetRequiredService<AuditLog>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IOptions<NotificationOptions>>()))
            .AddSingleton(provider => new TargetTrial(
                provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>(),
                provider.GetRequiredService<DeliverySender>(),
                provider.GetRequiredService<DeliveryLog>(),
                provider.GetRequiredService<AuditLog>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IOptions<NotificationOptions>>()))
            .AddSingleton<NotificationSetup>();
        if (isWorker)
        {
            services.AddHostedService(provider => provider.GetRequiredService<NotificationDispatcher>());
            services.AddHostedService(provider => provider.GetRequiredService<DeliveryCleaner>());
        }

        return services;
    }
}
