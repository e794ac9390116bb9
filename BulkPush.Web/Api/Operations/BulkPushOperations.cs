using System.Data.Common;
using BulkPush.Core.Pushing;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace BulkPush.Web.Api.Operations;

/// <summary>What every process shows to those who run it, whatever its roles: health and metrics.</summary>
internal static class BulkPushOperations
{
    public static IServiceCollection AddBulkPushOperations(this IServiceCollection services)
    {
        var health = services.AddHealthChecks();
        if (services.Any(service => service.ServiceType == typeof(DbDataSource)))
        {
            health.AddCheck<DatabaseReadiness>("database");
        }

        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("bulkpush")).WithMetrics(metrics => metrics
            .AddMeter(PushingMeter.Name, "Npgsql", "Microsoft.AspNetCore.Components.Server.Circuits")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        return services;
    }

    public static WebApplication MapBulkPushOperations(this WebApplication app)
    {
        // Live asks nothing of others: a process is not restarted because its database is away.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireLoopbackOrToken().AllowAnonymous();
        return app;
    }
}
