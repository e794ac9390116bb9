using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Api.Authentication;

internal static class ApiAuthentication
{
    public static IServiceCollection AddApiAuthentication(this IServiceCollection services)
    {
        // Not the default scheme: that is the sign-in cookie's.
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiSchemes.ApiToken, null)
            .AddPolicyScheme(ApiSchemes.Caller, null, options =>
            {
                options.ForwardDefaultSelector = context =>
                    context.Request.Headers.Authorization.Count > 0 || context.Request.Cookies.Count == 0 ? ApiSchemes.ApiToken : IdentityConstants.ApplicationScheme;
                options.ForwardChallenge = ApiSchemes.ApiToken;
                options.ForwardForbid = ApiSchemes.ApiToken;
            });
        services.AddAuthorization();
        return services.AddHostedService<BootstrapToken>();
    }

    /// <summary>Who calls, for histories and the audit trail: the operator's e-mail address or the token's name.</summary>
    public static string CallerName(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("A caller without a name got past authorisation.");
}
