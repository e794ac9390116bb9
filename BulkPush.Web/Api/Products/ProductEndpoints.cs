using System.Security.Claims;
using BulkPush.Core.Catalog;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Products;

/// <summary><c>/api/products</c>: the catalogue.</summary>
internal static class ProductEndpoints
{
    /// <summary>Unknown ids that a sentence names; a property of the answer has them all.</summary>
    private const int NamedIds = 20;

    public static void MapProducts(this IEndpointRouteBuilder api)
    {
        var products = api.MapGroup("/products").WithTags("Products");
        products.MapGet("/", ListAsync).RequirePermission(Permissions.ProductsView).WithName("ListProducts").WithSummary("List products")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        products.MapGet("/{id:long}", FindAsync).RequirePermission(Permissions.ProductsView).WithName("GetProduct").WithSummary("Read a product")
            .WithDescription("The ETag is the product's revision; channels change without changing it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        products.MapPut("/{id:long}", UpdateAsync).RequirePermission(Permissions.ProductsEdit).WithName("UpdateProduct").WithSummary("Replace a product's content")
            .WithDescription("The body is `content` as GET gave it; what is left out is emptied. If-Match must hold the ETag of that GET, so that nobody's edit is lost.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapPut("/channels", SwitchAsync).RequirePermission(Permissions.ProductsEdit).WithName("SwitchChannels").WithSummary("Activate or deactivate products in a store")
            .WithDescription("Nothing is sent to the store by this: the next push does. A product switched off stays in the store as it is.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        products.MapImport();
    }

    private static async Task<Ok<ApiPage<ProductRowBody>>> ListAsync([AsParameters] ProductListParameters ask, ProductQueries queries, CancellationToken cancellationToken)
    {
        var query = ask.ToQuery();
        var found = await queries.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new ApiPage<ProductRowBody>(found.Items.Select(ProductRowBody.From).ToList(), found.Total, query.Page + 1, query.PageSize));
    }

    private static async Task<Results<Ok<ProductBody>, ProblemHttpResult>> FindAsync(
        long id, ProductQueries queries, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } product)
        {
            return NoSuchProduct(id);
        }

        response.Headers.ETag = RevisionTag.Of(product.Revision);
        return TypedResults.Ok(ProductBody.From(product));
    }

    private static async Task<Results<Ok<ProductBody>, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        long id, ProductContent content, HttpContext http, CatalogService catalog, ProductQueries queries, CancellationToken cancellationToken)
    {
        if (RevisionTag.Refusal(http.Request, "product", out var revision) is { } refusal)
        {
            return refusal;
        }

        switch (await catalog.UpdateAsync(id, revision, content, http.User.CallerName(), cancellationToken))
        {
            case ProductUpdateResult.Saved:
                return await FindAsync(id, queries, http.Response, cancellationToken) switch
                {
                    { Result: Ok<ProductBody> saved } => saved,
                    _ => NoSuchProduct(id),
                };
            case ProductUpdateResult.Conflict conflict:
                http.Response.Headers.ETag = RevisionTag.Of(conflict.CurrentRevision);
                return ApiProblem.Of(StatusCodes.Status412PreconditionFailed, "Somebody else changed this product meanwhile. Read it again and repeat your change.");
            case ProductUpdateResult.Invalid invalid:
                return ApiProblem.Invalid(invalid.Errors);
            default:
                return NoSuchProduct(id);
        }
    }

    private static async Task<Results<Ok<ChannelChange>, ProblemHttpResult>> SwitchAsync(
        SwitchChannelsBody body, ClaimsPrincipal user, ProductChannelService channels, CancellationToken cancellationToken)
    {
        if (body.Mistake() is { } mistake)
        {
            return ApiProblem.BadRequest("productIds", mistake);
        }

        if (body.ProductIds is { } ids && await channels.UnknownAsync(ids, cancellationToken) is { Count: > 0 } unknown)
        {
            return NoSuchProducts(unknown);
        }

        try
        {
            return TypedResults.Ok(await channels.SetActiveAsync(body.StoreId, body.ProductIds, body.IsActive, user.CallerName(), cancellationToken));
        }
        catch (KeyNotFoundException)
        {
            return ApiProblem.NotFound($"There is no store {body.StoreId}.");
        }
    }

    private static ProblemHttpResult NoSuchProducts(IReadOnlyList<long> ids) => ApiProblem.Of(
        StatusCodes.Status404NotFound,
        $"Nothing was switched: there is no product {string.Join(", ", ids.Take(NamedIds))}{(ids.Count > NamedIds ? $" and {ids.Count - NamedIds} more (productIds)" : "")}.",
        new Dictionary<string, object?> { ["productIds"] = ids });

    private static ProblemHttpResult NoSuchProduct(long id) => ApiProblem.NotFound($"There is no product {id}.");
}
