using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>One product on its way to one store.</summary>
/// <param name="ProductId">Our product id.</param>
/// <param name="ShopifyProductId">The store's product GID when the channel knows it.</param>
/// <param name="CustomId">Value of the custom id that finds the product when the GID is unknown.</param>
/// <param name="Handle">For messages.</param>
/// <param name="Update">Input for an update by <paramref name="ShopifyProductId"/>: lists that have not changed are left out, images go by the store's ids where they are known.</param>
/// <param name="Full">Input for an upsert by <paramref name="CustomId"/>: every list, and what a new product needs.</param>
internal sealed record ProductSetCall(
    long ProductId,
    string? ShopifyProductId,
    string CustomId,
    string Handle,
    ProductSetInput Update,
    ProductSetInput Full)
{
    /// <summary>The same as <see cref="Update"/> with every image by its address; null when <see cref="Update"/> names none by the store's id.</summary>
    public ProductSetInput? UpdateBySource { get; init; }

    /// <summary>Cost points that Shopify will ask for before it executes the first request of this call.</summary>
    public int PredictedCost => ShopifyDocuments.ProductSet.RequestedCost((ShopifyProductId is null ? Full : Update).Complexity);

    /// <summary>The variables of the mutation, as one line of JSON in UTF-8.</summary>
    /// <param name="shopifyProductId">GID to find the product by; null finds it by the custom id and sends the full input.</param>
    public ReadOnlyMemory<byte> Variables(string? shopifyProductId) => ShopifyJson.Object(writer =>
    {
        writer.WriteStartObject("identifier");
        if (shopifyProductId is not null)
            writer.WriteString("id", shopifyProductId);
        else
            WriteCustomId(writer);
        writer.WriteEndObject();
        writer.WritePropertyName("input");
        (shopifyProductId is null ? Full : Update).WriteTo(writer);
    });

    private void WriteCustomId(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("customId");
        writer.WriteString("namespace", Shopify.CustomId.Namespace);
        writer.WriteString("key", Shopify.CustomId.Key);
        writer.WriteString("value", CustomId);
        writer.WriteEndObject();
    }

    public override string ToString() => $"product {ProductId} ({Handle})";
}
