using BulkPush.Core.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Auth;

/// <summary>Signing in by cookie, and permissions as policies. The policies look at claims only, so any other scheme may bring them too.</summary>
internal static class AuthServices
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    /// <summary>How long a changed password or a withdrawn permission may go unnoticed by those who are signed in.</summary>
    private static readonly TimeSpan StampInterval = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddBulkPushAuth(this IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, options =>
        {
            options.Cookie.Name = "BulkPush.SignIn";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.LoginPath = AccountAddress.SignIn;
            options.LogoutPath = AccountAddress.SignOut;
            options.AccessDeniedPath = AccountAddress.Denied;
            options.ExpireTimeSpan = SessionLength;
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
            options.Events.OnRedirectToLogin = context => AnswerAsync(context.HttpContext, context.RedirectUri, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context.HttpContext, context.RedirectUri, StatusCodes.Status403Forbidden);
        });
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = StampInterval);
        new IdentityBuilder(typeof(BulkPushUser), services).AddSignInManager();

        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Permissions.All)
            authorization.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireClaim(Permissions.ClaimType, permission));

        return services
            .AddHttpContextAccessor()
            .AddScoped<DevelopmentSignIn>()
            .AddScoped<AuthenticationStateProvider, SecurityStampAuthenticationStateProvider>()
            .AddHostedService<FirstOperator>();
    }

    /// <summary>Signing in and out. Comes after the error pages, so that they cover it, and before everything that asks who somebody is.</summary>
    public static WebApplication MapAuth(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSignOut();
        return app;
    }

    /// <summary>People are led to a page; a program gets the status alone.</summary>
    private static Task AnswerAsync(HttpContext context, string page, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(page);
        return Task.CompletedTask;
    }
}
