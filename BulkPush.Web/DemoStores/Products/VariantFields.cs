using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads variants, their stock and their prices.</summary>
internal static class VariantFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.On<VariantOf>(
            "ProductVariant",
            ("barcode", v => v.Variant.Barcode),
            ("compareAtPrice", v => v.Variant.CompareAtPrice),
            ("createdAt", v => v.Variant.CreatedAt),
            ("displayName", v => $"{v.Product.Title} - {v.Variant.Title}"),
            ("id", v => GlobalId.Of("ProductVariant", v.Variant.Id)),
            ("inventoryItem", v => v),
            ("inventoryPolicy", v => v.Variant.InventoryPolicy),
            ("inventoryQuantity", v => v.Variant.Stock),
            ("legacyResourceId", v => v.Variant.Id),
            ("position", v => v.Index + 1),
            ("price", v => v.Variant.Price),
            ("product", v => v.Product),
            ("requiresComponents", v => v.Variant.RequiresComponents),
            ("selectedOptions", v => v.Product.Options.Select((o, i) => new SelectedOptionOf(new OptionOf(v.Product, o, i), v.Variant)).ToList()),
            ("showUnitPrice", v => v.Variant.ShowUnitPrice),
            ("sku", v => v.Variant.Sku),
            ("taxCode", v => v.Variant.TaxCode),
            ("taxable", v => v.Variant.Taxable),
            ("title", v => v.Variant.Title),
            ("updatedAt", v => v.Variant.UpdatedAt));
        readers.With<VariantOf>(
            "ProductVariant",
            ("media", (v, a, _) => Page.Of([.. v.Product.Media.Where(m => m.Id == v.Variant.MediaId)], a, m => m.Id)),
            ("metafield", (v, a, _) => MetafieldFields.One(v.Variant.Metafields, "PRODUCTVARIANT", a)),
            ("metafields", (v, a, _) => MetafieldFields.Many(v.Variant.Metafields, "PRODUCTVARIANT", a)));
        readers.On<SelectedOptionOf>(
            "SelectedOption",
            ("name", s => s.Of.Option.Name),
            ("optionValue", s => new OptionValueOf(s.Of, s.Of.Option.Values.First(v => v.Name == s.Value))),
            ("value", s => s.Value));
        AddInventory(readers);
    }

    private static void AddInventory(FieldReaders readers)
    {
        readers.On<VariantOf>(
            "InventoryItem",
            ("countryCodeOfOrigin", v => v.Variant.CountryCodeOfOrigin),
            ("createdAt", v => v.Variant.CreatedAt),
            ("harmonizedSystemCode", v => v.Variant.HarmonizedSystemCode),
            ("id", v => GlobalId.Of("InventoryItem", v.Variant.InventoryItemId)),
            ("legacyResourceId", v => v.Variant.InventoryItemId),
            ("measurement", v => v),
            ("provinceCodeOfOrigin", v => v.Variant.ProvinceCodeOfOrigin),
            ("requiresShipping", v => v.Variant.RequiresShipping),
            ("sku", v => v.Variant.Sku),
            ("tracked", v => v.Variant.Tracked),
            ("updatedAt", v => v.Variant.UpdatedAt));
        readers.With<VariantOf>(
            "InventoryItem",
            ("inventoryLevels", (v, a, c) => Page.Of(v.Variant.Levels.Select(l => new LevelOf(v, l)).ToList(), a, l => l.Level.LocationId)),
            ("unitCost", (v, _, c) => v.Variant.Cost is { } cost ? new Price(cost, c.Shop.Options.CurrencyCode) : null));
        readers.On<VariantOf>("InventoryItemMeasurement", ("id", v => GlobalId.Of("InventoryItemMeasurement", v.Variant.InventoryItemId)), ("weight", v => v));
        readers.On<VariantOf>("Weight", ("unit", v => v.Variant.WeightUnit), ("value", v => v.Variant.Weight));
        readers.On<Price>("MoneyV2", ("amount", p => p.Amount), ("currencyCode", p => p.CurrencyCode));
        readers.On<LevelOf>(
            "InventoryLevel",
            ("id", l => string.Create(CultureInfo.InvariantCulture, $"{GlobalId.Of("InventoryLevel", l.Level.LocationId)}?inventory_item_id={l.Of.Variant.InventoryItemId}")),
            ("isActive", _ => true),
            ("item", l => l.Of),
            ("updatedAt", l => l.Level.UpdatedAt));
        readers.With<LevelOf>(
            "InventoryLevel",
            ("location", (l, _, c) => c.Content.Location(l.Level.LocationId)),
            ("quantities", (l, a, _) => a.List("names")!.Select(name => new QuantityOf(l, (string)name!)).ToList()));
        readers.On<QuantityOf>(
            "InventoryQuantity",
            ("id", q => string.Create(CultureInfo.InvariantCulture, $"{GlobalId.Of("InventoryQuantity", q.Of.Level.LocationId)}?inventory_item_id={q.Of.Of.Variant.InventoryItemId}&name={q.Name}")),
            ("name", q => q.Name),
            ("quantity", q => q.Name is "available" or "on_hand" ? q.Of.Level.Available : 0),
            ("updatedAt", q => q.Name == "available" ? q.Of.Level.UpdatedAt : null));
    }
}

/// <param name="Index">Place among the product's variants, from 0.</param>
internal sealed record VariantOf(DemoProduct Product, DemoVariant Variant, int Index);

internal sealed record SelectedOptionOf(OptionOf Of, DemoVariant Variant)
{
    public string Value => Variant.OptionValues[Of.Index];
}

internal sealed record LevelOf(VariantOf Of, DemoLevel Level);

internal sealed record QuantityOf(LevelOf Of, string Name);

internal sealed record Price(decimal Amount, string CurrencyCode);
