namespace BulkPush.Web.Api.Problems;

/// <summary>
/// Puts the API's error answers around the whole pipeline, whatever order the rest is built in: an empty 401 from authentication or 405 from routing
/// becomes a problem too.
/// </summary>
internal sealed class ProblemsFirst : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(ApiProblem.IsApi, api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages(context => ApiProblem.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, null));
        });
        next(app);
    };
}
