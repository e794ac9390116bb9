using BulkPush.Web.Auth;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>Lets only this machine in.</summary>
internal sealed class LoopbackOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        ThisMachine.IsCaller(context.HttpContext) ? await next(context) : Results.NotFound();
}
