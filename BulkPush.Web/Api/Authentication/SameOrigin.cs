using Microsoft.AspNetCore.Authorization;

namespace BulkPush.Web.Api.Authentication;

/// <summary>
/// A call that changes something on the strength of the cookie alone must come from a page of this site: browsers send the cookie on behalf of any
/// page, but they also say which (Origin), and no page can forge that. A bearer token is never sent by itself, so such calls are free of this.
/// </summary>
internal sealed class SameOrigin : AuthorizationHandler<SameOrigin>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SameOrigin requirement)
    {
        if (context.User.Identities.Any(identity => identity.AuthenticationType == ApiSchemes.ApiToken)
            || context.Resource is not HttpContext http
            || IsSafe(http.Request.Method)
            || IsFromHere(http.Request))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // The scheme is left out: behind a proxy that ends TLS we see http where the browser says https.
    private static bool IsFromHere(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
        && string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && (request.Host.Port is { } port ? origin.Port == port : origin.IsDefaultPort);
}
