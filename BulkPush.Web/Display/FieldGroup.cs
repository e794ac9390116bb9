using BulkPush.Core.Stores;

namespace BulkPush.Web.Display;

/// <summary>A group of product fields that a store either takes from the catalogue or keeps for itself.</summary>
/// <param name="Explanation">What a push does with it, in plain words.</param>
/// <param name="Warning">What it costs when the catalogue owns the group; null when it costs nothing.</param>
public sealed record FieldGroup(string Name, string Explanation, string? Warning, Func<StoreSettings, bool> IsOwned, Func<StoreSettings, bool, StoreSettings> Own)
{
    public static IReadOnlyList<FieldGroup> All { get; } =
    [
        new("Title and description", "Title, description and handle. A new product always gets its title.", null,
            s => s.OwnsText, (s, on) => s with { OwnsText = on }),
        new("Organisation", "Vendor, product type, category and tags.", "Tags that were added in the store are replaced.",
            s => s.OwnsOrganisation, (s, on) => s with { OwnsOrganisation = on }),
        new("Options and variants", "Options, SKUs, barcodes, weights and the other details of variants.", "Variants that the catalogue does not have are deleted in the store.",
            s => s.OwnsVariants, (s, on) => s with { OwnsVariants = on }),
        new("Prices", "Price and compare-at price. They travel with the variants, so they need these switched on too.", null,
            s => s.OwnsPrices, (s, on) => s with { OwnsPrices = on }),
        new("Images", "Images with their order and alternative texts.", "Images that were added in the store are removed.",
            s => s.OwnsMedia, (s, on) => s with { OwnsMedia = on }),
        new("Search engine listing", "Title and description for search engines.", null,
            s => s.OwnsSeo, (s, on) => s with { OwnsSeo = on }),
        new("Metafields", "The metafields of the catalogue.", "The list replaces all metafields of the product, also those of other apps, unless the catalogue has none for it.",
            s => s.OwnsMetafields, (s, on) => s with { OwnsMetafields = on }),
        new("Status", "Active, draft or archived.", "A product that was taken off sale in the store goes back to the catalogue's status.",
            s => s.OwnsStatus, (s, on) => s with { OwnsStatus = on }),
    ];
}
