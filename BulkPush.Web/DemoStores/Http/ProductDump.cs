using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>A product as <c>products.json</c> shows it: ids as GIDs, money as numbers.</summary>
internal static class ProductDump
{
    public static object Of(DemoProduct p) => new
    {
        id = GlobalId.Of("Product", p.Id),
        p.Title,
        p.Handle,
        p.Status,
        p.Vendor,
        p.ProductType,
        p.Category,
        p.DescriptionHtml,
        p.Tags,
        seo = new { title = p.SeoTitle, description = p.SeoDescription },
        p.CreatedAt,
        p.UpdatedAt,
        p.TotalInventory,
        options = p.Options.Select(o => new { id = GlobalId.Of("ProductOption", o.Id), o.Name, values = o.Values.Select(v => v.Name) }),
        variants = p.Variants.Select(Variant),
        publications = p.Publishings.Select(g => new { id = GlobalId.Of("Publication", g.PublicationId), g.PublishDate }),
        media = p.Media.Select(m => new { id = GlobalId.Of("MediaImage", m.Id), m.OriginalSource, m.Alt }),
        metafields = p.Metafields.Select(Metafield),
    };

    private static object Variant(DemoVariant v) => new
    {
        id = GlobalId.Of("ProductVariant", v.Id),
        inventoryItemId = GlobalId.Of("InventoryItem", v.InventoryItemId),
        v.Title,
        v.OptionValues,
        v.Sku,
        v.Barcode,
        v.Price,
        v.CompareAtPrice,
        v.Cost,
        v.Taxable,
        v.Tracked,
        v.RequiresShipping,
        v.InventoryPolicy,
        v.Weight,
        v.WeightUnit,
        mediaId = v.MediaId is { } media ? GlobalId.Of("MediaImage", media) : null,
        levels = v.Levels.Select(l => new { locationId = GlobalId.Of("Location", l.LocationId), l.Available }),
        metafields = v.Metafields.Select(Metafield),
    };

    private static object Metafield(DemoMetafield m) => new { m.Namespace, m.Key, m.Type, m.Value };
}
