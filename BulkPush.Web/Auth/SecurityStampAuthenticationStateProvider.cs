using System.Security.Claims;
using BulkPush.Core.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Auth;

/// <summary>Ends open pages of somebody whose password or permissions changed: a circuit lives for hours and reads its cookie once.</summary>
internal sealed class SecurityStampAuthenticationStateProvider(
    ILoggerFactory loggers,
    IServiceScopeFactory scopes,
    IOptions<SecurityStampValidatorOptions> options) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => options.Value.ValidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await IsCurrentAsync(scope.ServiceProvider.GetRequiredService<UserManager<BulkPushUser>>(), authenticationState.User);
    }

    internal static async Task<bool> IsCurrentAsync(UserManager<BulkPushUser> users, ClaimsPrincipal principal)
    {
        if (await users.GetUserAsync(principal) is not { } user)
            return false;

        var stamp = principal.FindFirstValue(users.Options.ClaimsIdentity.SecurityStampClaimType);
        return stamp == await users.GetSecurityStampAsync(user);
    }
}
