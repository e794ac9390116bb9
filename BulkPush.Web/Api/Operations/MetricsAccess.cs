using System.Net;
using System.Net.Http.Headers;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Web.Api.Operations;

/// <summary>Lets in whoever reads metrics on this machine, or from elsewhere with an API token.</summary>
internal static class MetricsAccess
{
    public static TBuilder RequireLoopbackOrToken<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Finally(builder =>
        {
            var next = builder.RequestDelegate!;
            builder.RequestDelegate = async context =>
            {
                if (IsFromThisMachine(context) || await HasTokenAsync(context))
                {
                    await next(context);
                    return;
                }

                context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
                await ApiProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, "Metrics are for this machine only, or for callers with an API token.");
            };
        });
        return endpoint;
    }

    // A proxy on this machine speaks for callers anywhere, and says so.
    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static async Task<bool> HasTokenAsync(HttpContext context) =>
        AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
        && header is { Scheme: "Bearer", Parameter: { } token }
        && context.RequestServices.GetService<ApiTokenService>() is { } tokens
        && await tokens.FindAsync(token, context.RequestAborted) is not null;
}
