using BulkPush.Core.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Auth;

/// <summary>Signing in by cookie, and permissions as policies. The policies look at claims only, so any other scheme may bring them too.</summary>
internal static class AuthServices
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    /// <summary>How long a permission that was given or withdrawn may go unnoticed by those who are signed in.</summary>
    private static readonly TimeSpan ClaimsInterval = TimeSpan.FromMinutes(5);

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
            options.Events.OnSigningIn = context =>
            {
                SessionOf(context.HttpContext).Begin(context.Principal!);
                return Task.CompletedTask;
            };
            options.Events.OnValidatePrincipal = ValidateAsync;
            options.Events.OnRedirectToLogin = context => AnswerAsync(context.HttpContext, context.RedirectUri, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context.HttpContext, context.RedirectUri, StatusCodes.Status403Forbidden);
        });
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = ClaimsInterval;
            options.OnRefreshingPrincipal = context =>
            {
                OperatorSession.Continue(context.NewPrincipal!, context.CurrentPrincipal!);
                return Task.CompletedTask;
            };
        });
        new IdentityBuilder(typeof(BulkPushUser), services).AddSignInManager();

        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Permissions.All)
            authorization.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireClaim(Permissions.ClaimType, permission));

        return services
            .AddHttpContextAccessor()
            .AddScoped<DevelopmentSignIn>()
            .AddSingleton<OperatorSession>()
            .AddScoped<AuthenticationStateProvider, SessionAuthenticationStateProvider>()
            .AddSingleton<FirstOperator>();
    }

    /// <summary>Signing in and out. Comes after the error pages, so that they cover it, and before everything that asks who somebody is.</summary>
    public static WebApplication MapAuth(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSignOut();
        return app;
    }

    /// <summary>Lets a cookie count only while its session does. What anybody may have, style sheets above all, is given out without asking.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        await SecurityStampValidator.ValidatePrincipalAsync(context);
        if (context.Principal is not { } user || context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return;

        if (await SessionOf(context.HttpContext).IsCurrentAsync(user, context.HttpContext.RequestAborted))
            return;

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    private static OperatorSession SessionOf(HttpContext context) => context.RequestServices.GetRequiredService<OperatorSession>();

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
