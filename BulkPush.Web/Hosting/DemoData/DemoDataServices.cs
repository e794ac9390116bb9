using BulkPush.Core;

namespace BulkPush.Web.Hosting.DemoData;

internal static class DemoDataServices
{
    /// <summary>Before the workers, so that stores lead to this process when these begin.</summary>
    public static IServiceCollection AddDemoData(this IServiceCollection services) => services
        .AddHttpClient()
        .AddSingleton<DemoCatalogue>()
        .AddSingleton<DemoStoreList>()
        .AddHostedService<DemoInstallation>();

    /// <summary>Whether an empty installation gets demo data from this process.</summary>
    public static bool IsAsked(BulkPushOptions options, ProcessRoles roles, IHostEnvironment environment) =>
        roles.HasFlag(ProcessRoles.DemoStores) && roles.NeedDatabase() && (options.DemoData ?? environment.IsDevelopment());
}
