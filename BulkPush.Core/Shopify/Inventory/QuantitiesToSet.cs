using System.Text.Json;

namespace BulkPush.Core.Shopify.Inventory;

/// <summary>Quantities to set in one call: all of them or none.</summary>
/// <param name="State">Which quantity is set; Shopify moves the other one along (capture 54).</param>
/// <param name="Reason">One of Shopify's reasons, for example <c>correction</c> or <c>cycle_count_available</c>.</param>
/// <param name="Key">
/// Names the call for 24 hours: the same quantities under the same key have their effect once, other quantities under it are refused. Whoever may have
/// to send again after a crash stores it first.
/// </param>
/// <param name="Rows">1 to <see cref="Most"/>, each pair of item and location once.</param>
/// <param name="ReferenceDocument">What caused the change, shown in the store's inventory history: a URI such as <c>gid://bulkpush/StockCount/7</c>.</param>
internal sealed record QuantitiesToSet(QuantityState State, string Reason, string Key, IReadOnlyList<QuantityToSet> Rows, Uri? ReferenceDocument = null)
{
    /// <summary>Shopify takes so many in a call (FACTS section 7).</summary>
    public const int Most = 250;

    /// <summary>The variables of the document, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Variables() => ShopifyJson.Object(writer =>
    {
        writer.WriteStartObject("input");
        writer.WriteString("name", State == QuantityState.OnHand ? "on_hand" : "available");
        writer.WriteString("reason", Reason);
        if (ReferenceDocument is { } document)
            writer.WriteString("referenceDocumentUri", document.OriginalString);
        writer.WriteStartArray("quantities");
        foreach (var row in Rows)
            Write(writer, row);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString("key", Key);
    });

    private static void Write(Utf8JsonWriter writer, QuantityToSet row)
    {
        writer.WriteStartObject();
        writer.WriteString("inventoryItemId", row.InventoryItemId);
        writer.WriteString("locationId", row.LocationId);
        writer.WriteNumber("quantity", row.Quantity);

        // Since 2026-04 it has to be there: null says that the quantity is not to be compared (capture 54).
        if (row.ChangeFrom is { } former)
            writer.WriteNumber("changeFromQuantity", former);
        else
            writer.WriteNull("changeFromQuantity");
        writer.WriteEndObject();
    }
}

/// <summary>The quantities that can be set.</summary>
internal enum QuantityState
{
    /// <summary>What may be sold; may be negative.</summary>
    Available,

    /// <summary>What is there, committed to orders or not; never negative.</summary>
    OnHand,
}

/// <summary>One item's quantity at one location.</summary>
/// <param name="InventoryItemId">Inventory item GID: of the variant's item, not of the variant.</param>
/// <param name="LocationId">Location GID; the item has to be stocked there.</param>
/// <param name="Quantity">Pieces, up to 1,000,000,000.</param>
/// <param name="ChangeFrom">Pieces that are thought to be there: others, and nothing is set. Null sets whatever is there, which overwrites sales meanwhile.</param>
internal sealed record QuantityToSet(string InventoryItemId, string LocationId, int Quantity, int? ChangeFrom);
