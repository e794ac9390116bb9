using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Pushes;

/// <summary><c>/api/products/bulk-push/{id}/items</c>: what became of each product, by page or as one CSV.</summary>
internal static class PushItemEndpoints
{
    private const string Csv = "text/csv";

    public static void MapPushItems(this IEndpointRouteBuilder pushes)
    {
        pushes.MapGet("/{id:guid}/items", ItemsAsync).RequirePermission(Permissions.ProductsView).WithName("ListPushItems").WithSummary("List a push's results by product")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        pushes.MapGet("/{id:guid}/items.csv", CsvAsync).RequirePermission(Permissions.ProductsView).WithName("ExportPushItems").WithSummary("Download a push's results as CSV")
            .WithDescription("Streamed, of any length. Texts that a spreadsheet would take for a formula begin with an apostrophe.")
            .Produces<string>(StatusCodes.Status200OK, Csv).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<PushItemsBody>, ProblemHttpResult>> ItemsAsync(
        Guid id,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        Guid? storeId = null,
        EnumText<PushItemOutcome>? outcome = null,
        [Description("True for only those that should be published in their store and are not.")] bool unpublished = false,
        [Description("The `nextCursor` of the page before.")] string? cursor = null,
        [Range(1, ApiPages.LargestSize, ErrorMessage = ApiPages.SizeMessage)] int pageSize = ApiPages.Size)
    {
        try
        {
            return await queries.ItemsAsync(new PushItemQuery(id, storeId, outcome?.Value, cursor, pageSize) { IsUnpublished = unpublished }, cancellationToken) is { } page
                ? TypedResults.Ok(new PushItemsBody(page.Items.Select(PushItemBody.From).ToList(), page.NextCursor))
                : PushEndpoints.NoSuchPush(id);
        }
        catch (FormatException exception)
        {
            return ApiProblem.BadRequest("cursor", exception.Message);
        }
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> CsvAsync(
        Guid id,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        Guid? storeId = null,
        EnumText<PushItemOutcome>? outcome = null,
        [Description("True for only those that should be published in their store and are not.")] bool unpublished = false)
    {
        var query = new PushItemQuery(id, storeId, outcome?.Value, null, ApiPages.LargestSize) { IsUnpublished = unpublished };

        // Read before the answer begins: afterwards it is too late for a 404.
        return await queries.ItemsAsync(query, cancellationToken) is { } first
            ? TypedResults.Stream(body => PushItemsCsv.WriteAsync(body, first, query, queries, cancellationToken), Csv, $"push-{id}.csv")
            : PushEndpoints.NoSuchPush(id);
    }
}
