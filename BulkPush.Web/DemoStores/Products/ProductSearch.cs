using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>
/// The lists of products and variants with the common part of Shopify's search syntax: <c>field:value</c> terms that must all hold, quoted
/// values, <c>*</c> at the end, <c>&gt;</c> and <c>&lt;</c> for id and times, bare words looked for in title, vendor, type and SKU.
/// Like Shopify's, a search does not see what was written a moment ago, while a plain list does.
/// </summary>
internal static class ProductSearch
{
    public static IReadOnlyList<DemoProduct> Products(ReadContext context, FieldArguments arguments)
    {
        var found = context.Content.Products;
        if (SearchTerm.Parse(arguments.Text("query")) is { Count: > 0 } terms)
            found = [.. found.Where(p => IsIndexed(p, context) && terms.All(t => Matches(p, t)))];
        return arguments.Text("sortKey") switch
        {
            "TITLE" => [.. found.OrderBy(p => p.Title, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "VENDOR" => [.. found.OrderBy(p => p.Vendor, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "PRODUCT_TYPE" => [.. found.OrderBy(p => p.ProductType, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "UPDATED_AT" => [.. found.OrderBy(p => p.UpdatedAt).ThenBy(p => p.Id)],
            "INVENTORY_TOTAL" => [.. found.OrderBy(p => p.TotalInventory).ThenBy(p => p.Id)],
            _ => found,
        };
    }

    public static IReadOnlyList<VariantOf> Variants(ReadContext context, FieldArguments arguments)
    {
        var terms = SearchTerm.Parse(arguments.Text("query"));
        var all = context.Content.Products
            .Where(p => terms.Count == 0 || IsIndexed(p, context))
            .SelectMany(p => p.Variants.Select((v, i) => new VariantOf(p, v, i)))
            .Where(v => terms.All(t => Matches(v, t)));
        return arguments.Text("sortKey") switch
        {
            "SKU" => [.. all.OrderBy(v => v.Variant.Sku, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.Variant.Id)],
            "TITLE" or "NAME" => [.. all.OrderBy(v => v.Variant.Title, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.Variant.Id)],
            "POSITION" => [.. all],
            _ => [.. all.OrderBy(v => v.Variant.Id)],
        };
    }

    private static bool IsIndexed(DemoProduct product, ReadContext context) => product.UpdatedAt + context.Shop.Options.SearchLag <= context.Now;

    private static bool Matches(DemoProduct p, SearchTerm term) => term.Field switch
    {
        null => term.IsIn(p.Title) || term.IsIn(p.Vendor) || term.IsIn(p.ProductType) || p.Variants.Any(v => term.IsIn(v.Sku)),
        "id" => term.Compares(p.Id),
        "title" => term.IsIn(p.Title),
        "handle" => term.Is(p.Handle),
        "vendor" => term.Is(p.Vendor),
        "product_type" => term.Is(p.ProductType),
        "status" => term.Value.Split(',').Any(s => string.Equals(s, p.Status, StringComparison.OrdinalIgnoreCase)),
        "tag" => p.Tags.Any(term.Is),
        "sku" => p.Variants.Any(v => term.Is(v.Sku)),
        "barcode" => p.Variants.Any(v => term.Is(v.Barcode)),
        "created_at" => term.Compares(p.CreatedAt),
        "updated_at" => term.Compares(p.UpdatedAt),
        // An unknown filter matches everything; Shopify only warns.
        _ => true,
    };

    private static bool Matches(VariantOf v, SearchTerm term) => term.Field switch
    {
        null => term.IsIn(v.Variant.Sku) || term.IsIn(v.Variant.Title) || term.IsIn(v.Product.Title),
        "id" => term.Compares(v.Variant.Id),
        "product_id" => term.Compares(v.Product.Id),
        "sku" => term.Is(v.Variant.Sku),
        "barcode" => term.Is(v.Variant.Barcode),
        "title" => term.IsIn(v.Variant.Title),
        "product_status" => string.Equals(term.Value, v.Product.Status, StringComparison.OrdinalIgnoreCase),
        "vendor" => term.Is(v.Product.Vendor),
        _ => true,
    };


}
