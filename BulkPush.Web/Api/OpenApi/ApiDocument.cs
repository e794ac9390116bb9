using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Products;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BulkPush.Web.Api.OpenApi;

/// <summary>The OpenAPI document: what the endpoints cannot say of themselves.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Bearer = "bearer";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "BulkPush",
                Version = Name,
                Description = """
                    Pushes a product catalogue to many Shopify stores. Every error is a ProblemDetails (RFC 9457) whose `detail` says what to do.
                    Send `Authorization: Bearer <token>`; `BulkPush:Bootstrap:ApiToken` makes the first token.
                    """,
            };

            // Relative to where the document was read from, so that it is right behind any proxy.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "An API token of BulkPush." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredPermission>().LastOrDefault() is { } permission)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
                operation.Description = $"{operation.Description?.TrimEnd()}\n\nPermission: `{permission.Name}`.".TrimStart();
                operation.Responses ??= [];
                operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No token, or one that is unknown or revoked." });
                operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The caller lacks the permission `{permission.Name}`." });
                operation.Responses.TryAdd("429", new OpenApiResponse { Description = "Too many calls; Retry-After says how long to wait." });
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer<NamedValues>();
    });

    /// <summary>A body that is a file, alone or in a form: the types of the endpoint cannot say both.</summary>
    public static Task DescribeFileAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [CsvBody.Csv] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                [CsvBody.Multipart] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file } },
                },
            },
        };
        return Task.CompletedTask;
    }
}
