using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>Makes sure that a store can be pushed to: it lets us in with enough scopes, and knows the custom id.</summary>
internal sealed class CustomIdDefinition(ShopifyCaller caller)
{
    /// <summary>Reading what is needed besides (product ids, times) is implied by writing.</summary>
    private const string NeededScope = "write_products";

    /// <summary>The token's scopes as the last handshake said; null before it, and when Shopify does not say.</summary>
    public IReadOnlyList<string>? Scopes { get; private set; }

    /// <summary>Safe to repeat, and to run in several processes at once: who comes second finds the definition taken.</summary>
    /// <exception cref="ShopifyStoreException">The store cannot be pushed to until somebody acts.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await FindTypeAsync(cancellationToken) is { } type)
        {
            Check(type);
            return;
        }

        if (await CreateAsync(cancellationToken))
            return;

        Check(await FindTypeAsync(cancellationToken) ?? throw ShopifyStoreFaults.ForCustomIdNotMade("the key is taken, but no definition has it"));
    }

    private static void Check(string type)
    {
        if (type != CustomId.Type)
            throw ShopifyStoreFaults.ForWrongCustomIdType(type);
    }

    /// <returns>The definition's type; null when there is no definition.</returns>
    private async Task<string?> FindTypeAsync(CancellationToken cancellationToken)
    {
        var reply = await caller.AskAsync(ShopifyDocuments.StoreHandshake, writer =>
        {
            writer.WriteString("namespace", CustomId.Namespace);
            writer.WriteString("key", CustomId.Key);
        }, cancellationToken);
        var scopes = ShopifyScopes.In(reply.Data!.Value);
        Scopes = scopes;
        if (scopes is not null && !ShopifyScopes.Grant(scopes, NeededScope))
            throw ShopifyStoreFaults.ForMissingScope(NeededScope);

        return reply.Data.Value.TryGetProperty("metafieldDefinition", out var definition) && definition.ValueKind == JsonValueKind.Object
            ? definition.GetProperty("type").GetProperty("name").GetString()
            : null;
    }

    /// <returns>False when somebody else made it meanwhile.</returns>
    private async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        var reply = await caller.AskAsync(ShopifyDocuments.CustomIdDefinitionCreate, writer =>
        {
            writer.WriteStartObject("definition");
            writer.WriteString("ownerType", "PRODUCT");
            writer.WriteString("namespace", CustomId.Namespace);
            writer.WriteString("key", CustomId.Key);
            writer.WriteString("name", CustomId.DefinitionName);
            writer.WriteString("type", CustomId.Type);
            writer.WriteEndObject();
        }, cancellationToken);
        var errors = reply.Data!.Value.TryGetProperty("metafieldDefinitionCreate", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? UserError.ListIn(payload)
            : [new UserError([], "no answer to metafieldDefinitionCreate", null)];
        if (errors.Any(error => error.Code == "TAKEN"))
            return false;

        return errors.Count == 0 ? true : throw ShopifyStoreFaults.ForCustomIdNotMade(errors[0].Message);
    }
}
