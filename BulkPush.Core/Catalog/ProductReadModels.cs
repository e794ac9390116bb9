namespace BulkPush.Core.Catalog;

/// <summary>A page of products and how many match in all.</summary>
public sealed record ProductPage(IReadOnlyList<ProductRow> Items, int Total);

/// <summary>A product as a list shows it.</summary>
/// <param name="PriceFrom">Lowest variant price.</param>
/// <param name="PriceTo">Highest variant price.</param>
public sealed record ProductRow(
    long Id,
    string Handle,
    string Title,
    string Vendor,
    string ProductType,
    ProductStatus Status,
    int VariantCount,
    int ImageCount,
    decimal PriceFrom,
    decimal PriceTo,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<ChannelRow> Channels);

/// <summary>A product's place in one store.</summary>
public sealed record ChannelRow(
    Guid StoreId,
    string StoreName,
    ChannelPushState State,
    string? ShopifyProductId,
    DateTimeOffset? PushedAt,
    string? LastErrorCode,
    string? LastErrorMessage,
    DateTimeOffset? LastErrorAt,
    DateTimeOffset? DeferredUntil = null)
{
    public ChannelPublication Publication { get; init; } = ChannelPublication.None;

    /// <summary>Images that a push sent and that the store could not fetch or use: it shows the product without them.</summary>
    public int FailedImages { get; init; }

    /// <summary>The failed images with Shopify's reasons.</summary>
    public IReadOnlyList<ChannelImage> ImageFailures { get; init; } = [];
}

/// <summary>A product with everything that is pushed.</summary>
/// <param name="Revision">Give it back with an edit: a different one means that somebody else edited meanwhile.</param>
public sealed record ProductDetails(
    long Id,
    long Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    ProductContent Content,
    IReadOnlyList<ChannelRow> Channels);

/// <summary>What a product says, free of ids and bookkeeping: the form in which products are edited, imported and compared.</summary>
public sealed record ProductContent
{
    public required string Handle { get; init; }

    public required string Title { get; init; }

    public string DescriptionHtml { get; init; } = "";

    public string Vendor { get; init; } = "";

    public string ProductType { get; init; } = "";

    public string? Category { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public ProductStatus Status { get; init; } = ProductStatus.Active;

    public string? SeoTitle { get; init; }

    public string? SeoDescription { get; init; }

    public IReadOnlyList<string> OptionNames { get; init; } = [];

    public IReadOnlyList<VariantContent> Variants { get; init; } = [];

    public IReadOnlyList<ImageContent> Images { get; init; } = [];

    public IReadOnlyList<MetafieldContent> Metafields { get; init; } = [];
}

/// <inheritdoc cref="ProductVariant"/>
public sealed record VariantContent
{
    public IReadOnlyList<string> OptionValues { get; init; } = [];

    public string? Sku { get; init; }

    public string? Barcode { get; init; }

    public decimal Price { get; init; }

    public decimal? CompareAtPrice { get; init; }

    public decimal? Cost { get; init; }

    public decimal? Weight { get; init; }

    public WeightUnit WeightUnit { get; init; } = WeightUnit.Kilograms;

    public InventoryPolicy InventoryPolicy { get; init; } = InventoryPolicy.Deny;

    public bool IsTracked { get; init; }

    public bool IsTaxable { get; init; } = true;

    public bool RequiresShipping { get; init; } = true;

    public string? ImageSrc { get; init; }
}

/// <inheritdoc cref="ProductImage"/>
public sealed record ImageContent(string Src, string? AltText = null);

/// <inheritdoc cref="ProductMetafield"/>
public sealed record MetafieldContent(string Namespace, string Key, string Type, string Value);
