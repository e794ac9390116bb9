using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace BulkPush.Web.Auth;

/// <summary>
/// Who uses an open page. The page reads its cookie once and lives for hours, so whether the sign-in still counts is asked whenever a handler wants to know who
/// acts, and every few seconds besides. When it does not, the page becomes nobody's and leads to the sign-in page.
/// </summary>
internal sealed class SessionAuthenticationStateProvider(ILoggerFactory loggers, OperatorSession session) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    /// <summary>How long a page may go on showing things after its operator signed out elsewhere.</summary>
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(10);

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        var state = await base.GetAuthenticationStateAsync();
        if (state.User.Identity is not { IsAuthenticated: true } || await session.IsCurrentAsync(state.User, CancellationToken.None))
            return state;

        SetAuthenticationState(Task.FromResult(Nobody));
        return Nobody;
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        session.IsCurrentAsync(authenticationState.User, cancellationToken);
}
