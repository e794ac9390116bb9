using BulkPush.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Auth;

internal static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        // The form field is what makes the endpoint refuse a post without an antiforgery token.
        routes.MapPost(AccountAddress.SignOut, async (HttpContext context, SignInManager<BulkPushUser> signIn, OperatorSession session, [FromForm] string? returnUrl) =>
        {
            // Before the cookie goes: when this cannot be written, other tabs would stay in, and nobody may be told that they signed out.
            await session.EndAsync(context.User, CancellationToken.None);
            await signIn.SignOutAsync();
            return Results.LocalRedirect(returnUrl is null ? AccountAddress.SignIn : AccountAddress.Return(returnUrl));
        }).AllowAnonymous().ExcludeFromDescription();
}
