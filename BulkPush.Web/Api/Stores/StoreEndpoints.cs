using System.Security.Claims;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Stores;

/// <summary><c>/api/stores</c>: the stores that products are pushed to.</summary>
internal static class StoreEndpoints
{
    public static void MapStores(this IEndpointRouteBuilder api)
    {
        var stores = api.MapGroup("/stores").WithTags("Stores").RequirePermission(Permissions.StoresManage);
        stores.MapGet("/", ListAsync).WithName("ListStores").WithSummary("List stores");
        stores.MapGet("/{id:guid}", FindAsync).WithName("GetStore").WithSummary("Read a store").ProducesProblem(StatusCodes.Status404NotFound);
        stores.MapPost("/", CreateAsync).WithName("CreateStore").WithSummary("Add a store")
            .WithDescription("Needs either an access token, or a client id and its secret. Token and secret are kept encrypted and never given out again. Check the store next.").ProducesValidationProblem();
        stores.MapPut("/{id:guid}", UpdateAsync).WithName("UpdateStore").WithSummary("Change a store")
            .WithDescription("Replaces name, domain, admin URL and settings. Without access token, client id and secret the store keeps what it has; of the other kind nothing is kept.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        stores.MapPost("/{id:guid}/check", CheckAsync).WithName("CheckStore").WithSummary("Ask a store whether it is ready")
            .WithDescription("Asks the store for its name, plan, scopes, locations and limits. What is wrong is in `problems`, with what to do.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<StoreSummary>>> ListAsync(StoreService stores, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stores.ListAsync(cancellationToken));

    private static async Task<Results<Ok<StoreSummary>, ProblemHttpResult>> FindAsync(Guid id, StoreService stores, CancellationToken cancellationToken) =>
        await stores.FindAsync(id, cancellationToken) is { } store ? TypedResults.Ok(store) : NoSuchStore(id);

    private static async Task<Results<Created<StoreSummary>, ValidationProblem>> CreateAsync(
        StoreEdit edit, ClaimsPrincipal user, StoreService stores, CancellationToken cancellationToken) =>
        await stores.CreateAsync(edit, user.CallerName(), cancellationToken) switch
        {
            StoreSaveResult.Saved saved => TypedResults.Created($"/api/stores/{saved.Store.Id}", saved.Store),
            StoreSaveResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            var other => throw new NotSupportedException(other.ToString()),
        };

    private static async Task<Results<Ok<StoreSummary>, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, StoreEdit edit, ClaimsPrincipal user, StoreService stores, CancellationToken cancellationToken) =>
        await stores.UpdateAsync(id, edit, user.CallerName(), cancellationToken) switch
        {
            StoreSaveResult.Saved saved => TypedResults.Ok(saved.Store),
            StoreSaveResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            _ => NoSuchStore(id),
        };

    private static async Task<Results<Ok<StoreCheck>, ProblemHttpResult>> CheckAsync(
        Guid id, ClaimsPrincipal user, StoreService stores, CancellationToken cancellationToken) =>
        await stores.CheckAsync(id, user.CallerName(), cancellationToken) is { } check ? TypedResults.Ok(check) : NoSuchStore(id);

    private static ProblemHttpResult NoSuchStore(Guid id) => ApiProblem.NotFound($"There is no store {id}.");
}
