namespace BulkPush.Core.Catalog;

/// <summary>One product of the merchant's catalogue: the single source of what every store gets.</summary>
public sealed class Product
{
    public const int MaxOptions = 3;
    public const int MaxVariants = 2048;
    public const int MaxImages = 250;
    public const int MaxTags = 250;
    public const int MaxTextLength = 255;

    public long Id { get; init; }

    /// <summary>
    /// Names the product in every store (Shopify's custom id). Made by the database, at random: two catalogues that push to one store, such as a
    /// test installation beside the real one, never take each other's products for their own.
    /// </summary>
    public Guid CustomId { get; init; }

    /// <summary>Unique in the catalogue; normalised the way Shopify normalises it (FACTS section 10).</summary>
    public required string Handle { get; set; }

    public required string Title { get; set; }

    public string DescriptionHtml { get; set; } = "";

    public string Vendor { get; set; } = "";

    public string ProductType { get; set; } = "";

    /// <summary>Shopify taxonomy category: a GID, a taxonomy id such as <c>aa-1-1</c>, or the breadcrumb text that the CSV carried (text is kept, not sent).</summary>
    public string? Category { get; set; }

    /// <summary>Trimmed, unique without regard to case, sorted: the form Shopify stores (capture 20).</summary>
    public List<string> Tags { get; set; } = [];

    public ProductStatus Status { get; set; } = ProductStatus.Active;

    public string? SeoTitle { get; set; }

    public string? SeoDescription { get; set; }

    /// <summary>Names of the options, in order; empty for a product with a single, option-less variant.</summary>
    public List<string> OptionNames { get; set; } = [];

    public List<ProductVariant> Variants { get; init; } = [];

    public List<ProductImage> Images { get; init; } = [];

    public List<ProductMetafield> Metafields { get; init; } = [];

    public List<ProductChannel> Channels { get; init; } = [];

    /// <summary>Grows by one with every change that could alter what a store is sent (ARCHITECTURE 3.6).</summary>
    public long Revision { get; private set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Records that the product's content changed at <paramref name="now"/>: every channel becomes due again.</summary>
    public void MarkChanged(DateTimeOffset now)
    {
        Revision++;
        UpdatedAt = now;
    }
}
