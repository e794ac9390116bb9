using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core;

/// <summary>Registers everything that is not the web.</summary>
public static class CoreServices
{
    /// <param name="connectionString">PostgreSQL, reachable when the host starts.</param>
    /// <param name="isWorker">Whether this process runs pushes; others only record and read them.</param>
    public static IServiceCollection AddBulkPushCore(this IServiceCollection services, string connectionString, bool isWorker) => services
        .AddPersistence(connectionString)
        .AddSecurity()
        .AddCatalog()
        .AddStores()
        .AddShopify()
        .AddNotifications(isWorker)
        .AddJobs()
        .AddPushing(isWorker)
        .AddSchedules(isWorker);
}
