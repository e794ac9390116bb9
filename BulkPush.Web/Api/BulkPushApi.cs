using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Limits;
using BulkPush.Web.Api.Notifications;
using BulkPush.Web.Api.OpenApi;
using BulkPush.Web.Api.Problems;
using BulkPush.Web.Api.Products;
using BulkPush.Web.Api.Pushes;
using BulkPush.Web.Api.Schedules;
using BulkPush.Web.Api.Stores;
using Microsoft.AspNetCore.Diagnostics;
using Scalar.AspNetCore;

namespace BulkPush.Web.Api;

/// <summary>The REST API under <c>/api</c>, its description and its reader.</summary>
internal static class BulkPushApi
{
    public static IServiceCollection AddBulkPushApi(this IServiceCollection services)
    {
        services.AddApiAuthentication().AddApiRateLimit().AddApiDocument();
        services.AddValidation();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => ApiProblem.Summarise(context.ProblemDetails));
        services.AddSingleton<ApiExceptions>();
        services.AddSingleton<IExceptionHandler>(provider => provider.GetRequiredService<ApiExceptions>());
        services.AddSingleton<IDeveloperPageExceptionFilter>(provider => provider.GetRequiredService<ApiExceptions>());
        services.AddTransient<IStartupFilter, ProblemsFirst>();

        // Thrown in Production too, so that a caller is told what is wrong with a request and not only that something is.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
    }

    public static WebApplication MapBulkPushApi(this WebApplication app)
    {
        // The innermost of all: in Development the error page would log a caller's mistake as an error of ours, with its stack, before it asks who handles it.
        app.UseWhen(ApiProblem.IsApi, api => api.UseExceptionHandler());
        app.UseRateLimiter();
        var api = app.MapGroup("/api").RequireRateLimiting(ApiRateLimit.Policy);
        var calls = api.MapGroup("").RefuseUnknownParameters();
        calls.MapPushes();
        calls.MapProducts();
        calls.MapStores();
        calls.MapSchedules();
        calls.MapNotifications();
        api.MapUnknownCalls();
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/scalar", scalar => scalar.WithTitle("BulkPush API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp()).AllowAnonymous();
        return app;
    }
}
