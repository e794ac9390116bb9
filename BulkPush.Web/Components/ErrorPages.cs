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
                // The error page is read, whatever was posted; as a post it would be refused for want of a form.
                if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            });
        });
        return app;
    }

    private static bool IsForPeople(HttpContext context) => !ProgramPaths.Any(path => context.Request.Path.StartsWithSegments(path));
}
