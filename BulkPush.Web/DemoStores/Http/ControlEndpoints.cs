using System.Text.Json;
using System.Text.Json.Serialization;
using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>
/// The switchboard of a shop for tests, benchmarks and training, local callers only: read it (GET), create or change the shop (PUT),
/// do something to it (POST), take it away (DELETE); and its products as JSON.
/// </summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Map(RouteGroupBuilder group)
    {
        var local = group.MapGroup("/{shop}").AddEndpointFilter<LoopbackOnly>();
        local.MapGet("/control", Read);
        local.MapPut("/control", ChangeAsync);
        local.MapPost("/control", ActAsync);
        local.MapDelete("/control", Delete);
        local.MapGet("/products.json", Products);
    }

    private static IResult Read(string shop, DemoShopRegistry shops) =>
        shops.Find(shop) is { } found ? Show(found, StatusCodes.Status200OK) : NotFound(shop);

    private static async Task<IResult> ChangeAsync(HttpContext http, string shop, DemoShopRegistry shops)
    {
        if (await ReadAsync<ControlChange>(http) is not { } change) return BadRequest("The body must be JSON that this endpoint knows.");
        var known = shops.Find(shop);
        DemoShopOptions options;
        if (known is null)
        {
            options = new DemoShopOptions { Name = shop, AccessToken = $"shpat_{shop}" };
        }
        else
        {
            lock (known.Gate) options = known.Options.Copy();
        }

        change.ApplyTo(options);
        if (DemoStoresValidation.Problems(options).FirstOrDefault() is { } problem) return BadRequest(problem);
        if (change.Faults?.Values.Any(f => f.Probability is < 0 or > 1) is true) return BadRequest("A probability is between 0 and 1.");
        var target = shops.Open(options);
        lock (target.Gate)
        {
            if (known is not null) target.Configure(options);
            foreach (var (kind, fault) in change.Faults ?? ControlChange.NoFaults) target.Faults.Set(kind, fault.Probability, fault.Count);
            if (change.Available is { } points) target.Bucket.SetAvailable(points);
            if (change.ForeignBulkOperations is { } foreign) ForeignBulkOperations.Set(target, foreign);
        }

        return Show(target, known is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ActAsync(HttpContext http, string shop, DemoShopRegistry shops)
    {
        if (shops.Find(shop) is not { } target) return NotFound(shop);
        if (await ReadAsync<ControlAction>(http) is not { } action) return BadRequest("The body must be JSON that this endpoint knows.");
        lock (target.Gate)
        {
            switch (action.Action)
            {
                case ControlActionKind.Reset:
                    target.Commit(new ShopChange { IsCleared = true });
                    target.Files.Clear();
                    target.IdempotencyKeys.Clear();
                    target.Variants.Reset();
                    target.Statistics.Reset();
                    target.Faults.Clear();
                    target.Bucket.SetAvailable(target.Bucket.Maximum);
                    break;
                case ControlActionKind.ResetStatistics:
                    target.Statistics.Reset();
                    break;
                case ControlActionKind.ClearFaults:
                    target.Faults.Clear();
                    break;
                case ControlActionKind.FillBucket:
                    target.Bucket.SetAvailable(target.Bucket.Maximum);
                    break;
                case ControlActionKind.DrainBucket:
                    target.Bucket.SetAvailable(0);
                    break;
                case ControlActionKind.RevokeTokens:
                    target.Tokens.RevokeAll();
                    break;
                case ControlActionKind.ResetVariantCount:
                    target.Variants.Reset();
                    break;
                case ControlActionKind.ExpireBulkResults:
                    BulkRetention.ExpireAll(target);
                    break;
                case ControlActionKind.DeleteDefinitions:
                    foreach (var definition in target.Content.Definitions.ToList()) target.Commit(new ShopChange { DeletedDefinitionId = definition.Id });
                    break;
                case ControlActionKind.DeleteProduct:
                    var product = target.Content.Product(GlobalId.Number(action.Id, "Product")) ?? target.Content.ProductByHandle(action.Handle ?? "");
                    if (product is null) return Results.Json(new { error = "The shop has no such product." }, Format, statusCode: StatusCodes.Status404NotFound);
                    target.Commit(new ShopChange { DeletedProductId = product.Id });
                    break;
                default:
                    return BadRequest($"The action must be one of: {string.Join(", ", Enum.GetNames<ControlActionKind>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
            }
        }

        return Show(target, StatusCodes.Status200OK);
    }

    private static IResult Delete(string shop, DemoShopRegistry shops) => shops.Remove(shop) ? Results.NoContent() : NotFound(shop);

    private static IResult Products(string shop, DemoShopRegistry shops)
    {
        if (shops.Find(shop) is not { } found) return NotFound(shop);
        List<DemoProduct> products;
        lock (found.Gate) products = [.. found.Content.Products];
        return Results.Json(products.Select(ProductDump.Of), Format);
    }

    private static IResult Show(DemoShop shop, int status)
    {
        lock (shop.Gate) return Results.Json(ControlReport.Of(shop), Format, statusCode: status);
    }

    /// <summary>Only JSON is read: a form that a foreign page posts is not.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class
    {
        if (!http.Request.HasJsonContentType()) return null;
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Format, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult NotFound(string shop) => Results.Json(new { error = $"There is no demo shop '{shop}'." }, Format, statusCode: StatusCodes.Status404NotFound);

    private static IResult BadRequest(string error) => Results.Json(new { error }, Format, statusCode: StatusCodes.Status400BadRequest);
}
