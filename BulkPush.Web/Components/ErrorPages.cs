using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace BulkPush.Web.Components;

/// <summary>Answers for people where a status code alone would leave an empty window.</summary>
internal static class ErrorPages
{
    private static readonly string[] ProgramPaths = ["/api", "/demo-stores", "/health", "/metrics", "/openapi", "/_blazor"];

    /// <summary>Comes first, so that it covers everything after it. Programs are left out: they read the status.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseWhen(IsForPeople, pages =>
        {
            if (!app.Environment.IsDevelopment())
                pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
            pages.Use((context, next) =>
            {
                if (IsErrorPage(context))
                {
                    // The error page is read, whatever was posted; as a post it would be refused for want of a form.
                    context.Request.Method = HttpMethods.Get;
                    // Whoever is signed in keeps the navigation.
                    if (context.Request.Path == "/status/404" && context.User.Identity is { IsAuthenticated: true })
                        context.Request.Path = "/not-found";
                }

                return next(context);
            });
        });
        // Said here, and not left to the framework, which would put it first: an error page is found by routing once more.
        app.UseRouting();
        return app;
    }

    /// <summary>Leaves a form without its token to the error page; the framework would answer with a sentence for developers. Comes after antiforgery.</summary>
    public static WebApplication UseFormRefusal(this WebApplication app)
    {
        app.UseWhen(IsForPeople, pages => pages.Use((context, next) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || IsErrorPage(context))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }));
        return app;
    }

    private static bool IsErrorPage(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;

    private static bool IsForPeople(HttpContext context) => !ProgramPaths.Any(path => context.Request.Path.StartsWithSegments(path));
}
