using System.Text.Json;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Checks a live store: what it is, whether it lets us in, and how fast it lets us work.</summary>
internal sealed class ShopifyStoreProbe(ShopifyStoreClientFactory clients, TimeProvider clock) : IStoreProbe
{
    /// <summary>Somebody waits for the answer in front of a screen.</summary>
    private const int MaxAttempts = 2;

    private static readonly string[] NeededScopes = ["write_products", "read_locations"];

    public async Task<StoreCheck> ProbeAsync(StoreConnection connection, CancellationToken cancellationToken)
    {
        var check = new StoreCheck { CheckedAt = clock.GetUtcNow() };
        try
        {
            var caller = clients.CallerFor(connection, MaxAttempts);
            check = await AskAsync(check, caller, cancellationToken);
            if (ShopifyScopes.Grant(check.Scopes, "read_locations"))
                check = await AddLocationsAsync(check, caller, cancellationToken);
            return ShopifyScopes.Grant(check.Scopes, "read_publications") ? await AddPublicationsAsync(check, caller, cancellationToken) : check;
        }
        catch (ShopifyStoreException problem)
        {
            return check with { Problems = [.. check.Problems, problem.Message] };
        }
    }

    private static async Task<StoreCheck> AskAsync(StoreCheck check, ShopifyCaller caller, CancellationToken cancellationToken)
    {
        var reply = await caller.AskAsync(ShopifyDocuments.StoreCheck, _ => { }, cancellationToken);
        var data = reply.Data!.Value;
        var shop = data.TryGetProperty("shop", out var found) ? found : default;
        var scopes = ShopifyScopes.In(data) ?? [];
        var problems = NeededScopes.Where(scope => !ShopifyScopes.Grant(scopes, scope)).Select(ShopifyStoreFaults.ScopeSentence).ToList();

        return check with
        {
            Problems = problems,
            ShopName = Text(shop, "name"),
            CurrencyCode = Text(shop, "currencyCode"),
            PlanName = shop.ValueKind == JsonValueKind.Object && shop.TryGetProperty("plan", out var plan) && plan.ValueKind == JsonValueKind.Object ? Text(plan, "publicDisplayName") : null,
            ServedApiVersion = reply.ApiVersion,
            RestoreRate = reply.Cost?.RestoreRate,
            MaximumAvailable = reply.Cost?.MaximumAvailable,
            Scopes = scopes,
        };
    }

    private static async Task<StoreCheck> AddLocationsAsync(StoreCheck check, ShopifyCaller caller, CancellationToken cancellationToken) =>
        await ReadAllAsync(ShopifyDocuments.Locations, "locations", Location, caller, cancellationToken) is { } locations
            ? check with { Locations = locations }
            : check with { Problems = [.. check.Problems, "Shopify did not say which locations the store has. Check again later."] };

    private static async Task<StoreCheck> AddPublicationsAsync(StoreCheck check, ShopifyCaller caller, CancellationToken cancellationToken) =>
        await ReadAllAsync(ShopifyDocuments.Publications, "publications", Publication, caller, cancellationToken) is { } publications
            ? check with { Publications = publications }
            : check with { Problems = [.. check.Problems, "Shopify did not say where the store publishes products. Check again later."] };

    private static StoreLocation Location(JsonElement node) => new(Text(node, "id")!, Text(node, "name") ?? "", node.GetProperty("isActive").GetBoolean());

    private static StorePublication Publication(JsonElement node) => new(Text(node, "id")!, Text(node, "name") ?? "");

    /// <summary>Reads a connection page by page; null when Shopify leaves it out.</summary>
    private static async Task<List<T>?> ReadAllAsync<T>(
        ShopifyDocument document, string connection, Func<JsonElement, T> read, ShopifyCaller caller, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var reply = await caller.AskAsync(document, writer => writer.WriteString("after", after), cancellationToken);
            if (!reply.Data!.Value.TryGetProperty(connection, out var page) || page.ValueKind != JsonValueKind.Object)
                return null;

            all.AddRange(page.GetProperty("nodes").EnumerateArray().Select(read));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? Text(info, "endCursor") : null;
        }
        while (after is not null);

        return all;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
