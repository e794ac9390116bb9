using BulkPush.Core;
using BulkPush.Web.Api;
using BulkPush.Web.Api.Operations;
using BulkPush.Web.Auth;
using BulkPush.Web.Components;
using BulkPush.Web.DemoStores;
using BulkPush.Web.Hosting.DemoData;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting;

/// <summary>Puts a process together from its roles.</summary>
internal static class BulkPushHost
{
    public static void AddBulkPush(this WebApplicationBuilder builder, HostDatabase database)
    {
        var roles = HostRoles.Of(builder.Configuration, builder.Environment);
        var options = builder.ReadOptions();
        builder.AddDefaults(roles, database, options);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(HostClock.System);
        builder.Services.AddOptions<BulkPushOptions>().BindConfiguration(BulkPushOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BulkPushOptions>, BulkPushOptionsValidator>();
        if (roles.HasFlag(ProcessRoles.DemoStores))
            builder.Services.AddDemoStores(builder.Configuration);
        if (DemoDataServices.IsAsked(options, roles, builder.Environment))
            builder.Services.AddDemoData();
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
        if (roles.HasFlag(ProcessRoles.DemoStores))
            app.MapDemoStores();
        else
            app.MapNoDemoStores();
        app.MapBulkPushOperations();
    }

    /// <summary>What needs the schema and must be done before anybody can be let in.</summary>
    public static Task PrepareAsync(this WebApplication app) =>
        app.Services.GetService<FirstOperator>()?.EnsureAsync(app.Lifetime.ApplicationStopping) ?? Task.CompletedTask;

    private static void AddDefaults(this WebApplicationBuilder builder, ProcessRoles roles, HostDatabase database, BulkPushOptions options)
    {
        // Without this a run outside Development that was not published would serve no style sheets.
        builder.WebHost.UseStaticWebAssets();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);

        // Demo stores are on this machine, so calling them must be allowed; and who tries things out tries webhooks on this machine, too.
        var isDemo = roles.HasFlag(ProcessRoles.DemoStores) ? "true" : "false";
        var defaults = new Dictionary<string, string?> { ["Shopify:AllowLoopback"] = isDemo, ["Notifications:AllowLoopback"] = isDemo };
        // The embedded database remembers what was pushed, so the demo stores must remember it too.
        if (roles.HasFlag(ProcessRoles.DemoStores) && database.IsEmbedded)
            defaults["DemoStores:StateDirectory"] = Path.Combine(options.ResolveDataDirectory(), "demo-stores");
        // First, so that any other source overrules them.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}
