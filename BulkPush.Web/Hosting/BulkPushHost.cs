using BulkPush.Core;
using BulkPush.Web.Api;
using BulkPush.Web.Api.Operations;
using BulkPush.Web.Auth;
using BulkPush.Web.Components;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting;

/// <summary>Puts a process together from its roles.</summary>
internal static class BulkPushHost
{
    public static void AddBulkPush(this WebApplicationBuilder builder, HostDatabase database)
    {
        var roles = HostRoles.Of(builder.Configuration, builder.Environment);
        builder.AddDefaults(roles);
        builder.Services.AddSingleton(HostClock.System);
        builder.Services.AddOptions<BulkPushOptions>().BindConfiguration(BulkPushOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BulkPushOptions>, BulkPushOptionsValidator>();
        if (database.ConnectionString is { } connectionString)
            builder.Services.AddBulkPushCore(connectionString, roles.HasFlag(ProcessRoles.Worker));
        if (roles.HasFlag(ProcessRoles.Web))
            builder.Services.AddDashboard().AddBulkPushAuth().AddBulkPushApi();
        builder.Services.AddBulkPushOperations();
        builder.Services.AddHostedService<StartAnnouncement>();
    }

    public static void MapBulkPush(this WebApplication app)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();
        var roles = HostRoles.Of(app.Configuration, app.Environment);
        if (roles.HasFlag(ProcessRoles.Web))
            app.UseErrorPages().MapAuth().MapDashboard().MapBulkPushApi();
        app.MapBulkPushOperations();
    }

    private static void AddDefaults(this WebApplicationBuilder builder, ProcessRoles roles)
    {
        // Without this a run outside Development that was not published would serve no style sheets.
        builder.WebHost.UseStaticWebAssets();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        // Demo stores are on this machine, so calling them must be allowed. First, so that any other source overrules it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Shopify:AllowLoopback", roles.HasFlag(ProcessRoles.DemoStores) ? "true" : "false")],
        });
    }
}
