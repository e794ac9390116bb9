using System.Security.Claims;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Limits;
using BulkPush.Web.Api.OpenApi;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Api.Products;

/// <summary><c>POST /api/products/import</c>: Shopify's product CSV, read as it comes in.</summary>
internal static class ImportEndpoint
{
    public static void MapImport(this IEndpointRouteBuilder products) =>
        products.MapPost("/import", ImportAsync).RequirePermission(Permissions.ProductsEdit).WithName("ImportProducts").WithSummary("Import Shopify's product CSV")
            .WithDescription("""
                UTF-8, as the body (`text/csv`) or as the first file of `multipart/form-data`. Products are matched by handle: created, updated or left alone.
                A bad product is reported with its line and left as it was; the rest is imported. The largest body is `Api:ImportLimitMegabytes` (2048 by default).
                """)
            .Accepts<IFormFile>(CsvBody.Csv, CsvBody.Multipart)
            .AddOpenApiOperationTransformer(ApiDocument.DescribeFileAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<ProductImportResult>, ProblemHttpResult>> ImportAsync(
        HttpContext http, ClaimsPrincipal user, ProductCsvImporter importer, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.Value.ImportLimitBytes;
        }

        if (!CsvBody.IsAccepted(http.Request))
        {
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Send the CSV as text/csv in UTF-8, or as a file in multipart/form-data.");
        }

        if (await CsvBody.OpenAsync(http.Request, cancellationToken) is not { } csv)
        {
            return ApiProblem.BadRequest("The form holds no file. Add the CSV as a file part.");
        }

        try
        {
            return TypedResults.Ok(await importer.ImportAsync(csv, user.CallerName(), null, cancellationToken));
        }
        catch (ProductCsvException exception)
        {
            return ApiProblem.Unprocessable(exception.Message);
        }
    }
}
