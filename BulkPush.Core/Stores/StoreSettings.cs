namespace BulkPush.Core.Stores;

/// <summary>
/// Which groups of fields the catalogue owns in a store. A group that it does not own is never sent, so the store's own values stay
/// (ARCHITECTURE 3.7). Stored as one JSON document.
/// </summary>
public sealed record StoreSettings
{
    /// <summary>Title, description and handle. The title is always sent when a product is created.</summary>
    public bool OwnsText { get; init; } = true;

    /// <summary>Vendor, product type, category and tags.</summary>
    public bool OwnsOrganisation { get; init; } = true;

    /// <summary>Price and compare-at price of variants.</summary>
    public bool OwnsPrices { get; init; } = true;

    /// <summary>Options and variants. Shopify treats the variant list as a whole: variants missing from the catalogue are deleted in the store.</summary>
    public bool OwnsVariants { get; init; } = true;

    /// <summary>Images. Shopify treats the list as a whole.</summary>
    public bool OwnsMedia { get; init; } = true;

    public bool OwnsSeo { get; init; } = true;

    /// <summary>
    /// Metafields. Shopify treats the list as a whole: metafields of other apps on the product are deleted. A product for which the catalogue never had
    /// metafields keeps theirs.
    /// </summary>
    public bool OwnsMetafields { get; init; } = true;

    public bool OwnsStatus { get; init; } = true;
}
