using System.Security.Claims;
using BulkPush.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Auth;

/// <summary>One sign-in in one browser: all its tabs share it, and signing out in one of them ends it. Named by a claim of the cookie.</summary>
internal sealed class OperatorSession(OperatorSessions sessions, IOptions<IdentityOptions> identity, TimeProvider clock)
{
    private const string ClaimType = "bulkpush.session";

    /// <summary>Gives somebody who signs in a session of their own.</summary>
    public void Begin(ClaimsPrincipal user) => Name(user, Guid.CreateVersion7(clock.GetUtcNow()).ToString());

    /// <summary>Keeps the session when the claims are read from the database again.</summary>
    public static void Continue(ClaimsPrincipal user, ClaimsPrincipal before)
    {
        if (before.FindFirstValue(ClaimType) is { } session)
            Name(user, session);
    }

    public Task EndAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        Guid.TryParse(user.FindFirstValue(ClaimType), out var id) ? sessions.EndAsync(id, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc cref="OperatorSessions.IsCurrentAsync"/>
    public async Task<bool> IsCurrentAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var claims = identity.Value.ClaimsIdentity;
        return Guid.TryParse(user.FindFirstValue(ClaimType), out var id)
            && Guid.TryParse(user.FindFirstValue(claims.UserIdClaimType), out var userId)
            && user.FindFirstValue(claims.SecurityStampClaimType) is { } stamp
            && await sessions.IsCurrentAsync(userId, stamp, id, cancellationToken);
    }

    private static void Name(ClaimsPrincipal user, string session) => user.Identities.First().AddClaim(new Claim(ClaimType, session));
}
