using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads products, their options and their media.</summary>
internal static class ProductFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.On<DemoProduct>(
            "Product",
            ("category", p => p.Category is { } id ? new Category(id) : null),
            ("createdAt", p => p.CreatedAt),
            ("defaultCursor", p => Page.Encode(p.Id)),
            ("descriptionHtml", p => p.DescriptionHtml),
            ("handle", p => p.Handle),
            ("hasOnlyDefaultVariant", p => p.HasOnlyDefaultVariant),
            ("id", p => GlobalId.Of("Product", p.Id)),
            ("isGiftCard", p => p.IsGiftCard),
            ("legacyResourceId", p => p.Id),
            ("mediaCount", p => new Tally(p.Media.Count, true)),
            ("productType", p => p.ProductType),
            ("requiresSellingPlan", p => p.RequiresSellingPlan),
            ("seo", p => p),
            ("status", p => p.Status),
            ("tags", p => p.Tags),
            ("templateSuffix", p => p.TemplateSuffix),
            ("title", p => p.Title),
            ("totalInventory", p => p.TotalInventory),
            ("tracksInventory", p => p.Variants.Any(v => v.Tracked)),
            ("updatedAt", p => p.UpdatedAt),
            ("variantsCount", p => new Tally(p.Variants.Count, true)),
            ("vendor", p => p.Vendor));
        readers.With<DemoProduct>(
            "Product",
            ("media", (p, a, _) => Page.Of(p.Media, a, m => m.Id)),
            ("metafield", (p, a, _) => MetafieldFields.One(p.Metafields, "PRODUCT", a)),
            ("metafields", (p, a, _) => MetafieldFields.Many(p.Metafields, "PRODUCT", a)),
            ("options", (p, a, _) => p.Options.Take(a.Number("first") ?? int.MaxValue).Select((o, i) => new OptionOf(p, o, i)).ToList()),
            ("variants", (p, a, _) => Page.Of(p.Variants.Select((v, i) => new VariantOf(p, v, i)).ToList(), a, v => v.Variant.Id)));
        readers.On<DemoProduct>("SEO", ("title", p => p.SeoTitle), ("description", p => p.SeoDescription));
        readers.On<Tally>("Count", ("count", t => t.Count), ("precision", t => t.IsExact ? "EXACT" : "AT_LEAST"));
        readers.On<Category>(
            "TaxonomyCategory", ("id", c => c.Id), ("name", c => Taxonomy.NameOf(c.Id)), ("fullName", c => Taxonomy.NameOf(c.Id)));
        AddOptions(readers);
    }

    private static void AddOptions(FieldReaders readers)
    {
        readers.On<OptionOf>(
            "ProductOption",
            ("id", o => GlobalId.Of("ProductOption", o.Option.Id)),
            ("name", o => o.Option.Name),
            ("optionValues", o => o.Option.Values.Select(v => new OptionValueOf(o, v)).ToList()),
            ("position", o => o.Index + 1),
            ("values", o => o.Option.Values.Select(v => v.Name).ToList()));
        readers.On<OptionValueOf>(
            "ProductOptionValue",
            ("hasVariants", v => v.Of.Product.Variants.Any(variant => variant.OptionValues[v.Of.Index] == v.Value.Name)),
            ("id", v => GlobalId.Of("ProductOptionValue", v.Value.Id)),
            ("linkedMetafieldValue", _ => null),
            ("name", v => v.Value.Name));
    }
}

internal sealed record Category(string Id);

internal sealed record Tally(int Count, bool IsExact);

/// <param name="Index">Place among the product's options, from 0.</param>
internal sealed record OptionOf(DemoProduct Product, DemoOption Option, int Index);

internal sealed record OptionValueOf(OptionOf Of, DemoOptionValue Value);
