using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BulkPush.Web.Api.Authentication;

/// <summary>Recognises callers by their bearer token, and words every refusal of the API.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenService tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer";

    /// <summary>Far longer than a token of ours; what is longer is not looked up.</summary>
    private const int LongestToken = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (header.Parameter is not { Length: > 0 and <= LongestToken } token || await tokens.FindAsync(token, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("The token is unknown or revoked.");
        }

        var claims = caller.Permissions.Select(permission => new Claim(Permissions.ClaimType, permission))
            .Append(new Claim(ClaimTypes.NameIdentifier, caller.TokenId.ToString()))
            .Append(new Claim(ClaimTypes.Name, caller.Name));
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, ApiSchemes.ApiToken));
        return AuthenticateResult.Success(new AuthenticationTicket(user, ApiSchemes.ApiToken));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers[HeaderNames.WWWAuthenticate] = result.Failure is null ? Bearer : """Bearer error="invalid_token" """.TrimEnd();
        await ApiProblem.WriteAsync(Context, StatusCodes.Status401Unauthorized, result.Failure is null
            ? "Send 'Authorization: Bearer <token>', or sign in."
            : "The bearer token is unknown or revoked.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var permission = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>()?.Name;
        return ApiProblem.WriteAsync(Context, StatusCodes.Status403Forbidden, permission is not null && Context.User.HasClaim(Permissions.ClaimType, permission)
            ? "A call that changes something and relies on the sign-in cookie must come from a page of this site (Origin header). Use a bearer token elsewhere."
            : $"This call needs the permission '{permission}'.");
    }
}
