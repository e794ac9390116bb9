using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads inventory items by their id, and what setting quantities changed.</summary>
internal static class InventoryFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.With<DemoShop>(
            "QueryRoot",
            ("inventoryItem", Scope.Of("read_inventory", "inventoryItem", (a, c) => Item(c.Content, GlobalId.Number(a.Text("id"), "InventoryItem")))));
        readers.With<DemoShop>(
            "Mutation",
            ("inventorySetQuantities", Scope.Of("write_inventory", "inventorySetQuantities", (a, c) => new InventorySet(c, a).Run())));
        readers.With<VariantOf>(
            "InventoryItem",
            ("inventoryLevel", (v, a, _) => v.Variant.Levels.Where(l => l.LocationId == GlobalId.Number(a.Text("locationId"), "Location"))
                .Select(l => new LevelOf(v, l)).FirstOrDefault()));
        readers.On<VariantOf>("InventoryItem", ("variant", v => v));
        readers.On<InventoryPayload>("InventorySetQuantitiesPayload", ("inventoryAdjustmentGroup", p => p.Group), ("userErrors", p => p.Problems));
        readers.On<InventoryGroup>(
            "InventoryAdjustmentGroup",
            ("createdAt", g => g.CreatedAt),
            ("id", g => GlobalId.Of("InventoryAdjustmentGroup", g.Id)),
            ("reason", g => g.Reason),
            ("referenceDocumentUri", g => g.ReferenceDocumentUri));
        readers.With<InventoryGroup>("InventoryAdjustmentGroup", ("changes", Changes));
        readers.On<InventoryChange>(
            "InventoryChange",
            ("delta", c => c.Delta),
            ("item", c => c.Item),
            ("ledgerDocumentUri", _ => null),
            ("name", c => c.Name),
            // Shopify leaves it empty where a quantity was set and not adjusted (capture 54).
            ("quantityAfterChange", _ => null));
        readers.With<InventoryChange>("InventoryChange", ("location", (change, _, c) => c.Content.Location(change.LocationId)));
    }

    private static List<InventoryChange> Changes(InventoryGroup group, FieldArguments arguments, ReadContext context)
    {
        var (items, places, names) = (arguments.List("inventoryItemIds"), arguments.List("locationIds"), arguments.List("quantityNames"));
        return [.. group.Changes.Where(c =>
            items?.Contains(GlobalId.Of("InventoryItem", c.Item.Variant.InventoryItemId)) is not false
            && places?.Contains(GlobalId.Of("Location", c.LocationId)) is not false
            && names?.Contains(c.Name) is not false)];
    }

    private static VariantOf? Item(ShopContent content, long? id)
    {
        if (content.ProductOf(id) is not { } product) return null;
        for (var i = 0; i < product.Variants.Count; i++)
            if (product.Variants[i].InventoryItemId == id) return new VariantOf(product, product.Variants[i], i);
        return null;
    }
}
