using BulkPush.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Auth;

internal static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        // The form field is what makes the endpoint refuse a post without an antiforgery token.
        routes.MapPost(AccountAddress.SignOut, async (SignInManager<BulkPushUser> signIn, [FromForm] string? returnUrl) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect(returnUrl is null ? AccountAddress.SignIn : AccountAddress.Return(returnUrl));
        }).AllowAnonymous().ExcludeFromDescription();
}
