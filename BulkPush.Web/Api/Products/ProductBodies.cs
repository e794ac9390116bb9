using BulkPush.Core.Catalog;

namespace BulkPush.Web.Api.Products;

/// <summary>A product as a list shows it.</summary>
public sealed record ProductRowBody(
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
    IReadOnlyList<ChannelBody> Channels)
{
    internal static ProductRowBody From(ProductRow row) => new(
        row.Id, row.Handle, row.Title, row.Vendor, row.ProductType, row.Status, row.VariantCount, row.ImageCount, row.PriceFrom, row.PriceTo,
        row.UpdatedAt, row.Channels.Select(ChannelBody.From).ToList());
}

/// <summary>A product's place in one store.</summary>
/// <param name="ShopifyProductId">What the store calls the product; null until it was pushed.</param>
/// <param name="PushedAt">When the store last accepted the product.</param>
/// <param name="Publication">Where pushes have published the product in the store.</param>
/// <param name="FailedImages">Images that a push sent and that the store could not fetch or use.</param>
/// <param name="ImageFailures">The failed images with Shopify's reasons and what to do.</param>
/// <param name="DeferredUntil">With the state <c>deferred</c>: the product waits for the store's limit on new variants until then.</param>
public sealed record ChannelBody(
    Guid StoreId,
    string StoreName,
    ChannelPushState State,
    string? ShopifyProductId,
    DateTimeOffset? PushedAt,
    string? LastErrorCode,
    string? LastErrorMessage,
    DateTimeOffset? LastErrorAt,
    DateTimeOffset? DeferredUntil,
    ChannelPublication Publication,
    int FailedImages,
    IReadOnlyList<ChannelImage> ImageFailures)
{
    internal static ChannelBody From(ChannelRow row) => new(
        row.StoreId, row.StoreName, row.State, row.ShopifyProductId, row.PushedAt, row.LastErrorCode, row.LastErrorMessage, row.LastErrorAt, row.DeferredUntil,
        row.Publication, row.FailedImages, row.ImageFailures);
}

/// <summary>A product with everything that is pushed.</summary>
/// <param name="Revision">The number in the ETag: send it back in If-Match with an edit.</param>
/// <param name="Content">What an edit replaces: change it and send it as the body of PUT.</param>
public sealed record ProductBody(
    long Id,
    long Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    ProductContent Content,
    IReadOnlyList<ChannelBody> Channels)
{
    internal static ProductBody From(ProductDetails product) => new(
        product.Id, product.Revision, product.CreatedAt, product.UpdatedAt, product.Content, product.Channels.Select(ChannelBody.From).ToList());
}

/// <summary>Which products to switch on or off in a store: a list, or all.</summary>
public sealed record SwitchChannelsBody
{
    public required Guid StoreId { get; init; }

    /// <summary>The products meant; leave it out and set <c>all</c> for the whole catalogue.</summary>
    public IReadOnlyList<long>? ProductIds { get; init; }

    /// <summary>True for the whole catalogue.</summary>
    public bool All { get; init; }

    public required bool IsActive { get; init; }

    /// <summary>A sentence that says what is wrong; null when nothing is.</summary>
    internal string? Mistake() =>
        All && ProductIds is not null ? "Give either productIds or all, not both."
        : !All && ProductIds is not { Count: > 0 } ? "Give the productIds to switch, or all: true for the whole catalogue."
        : null;
}
