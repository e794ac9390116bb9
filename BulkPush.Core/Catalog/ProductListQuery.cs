namespace BulkPush.Core.Catalog;

/// <summary>Filters, order and page of a product list. Everything is optional.</summary>
public sealed record ProductListQuery
{
    public const int MaxPageSize = 250;

    /// <summary>Matches title, handle, vendor and SKU, anywhere, without regard to case.</summary>
    public string? Search { get; init; }

    public ProductStatus? Status { get; init; }

    /// <summary>Only products with a channel (active or not) in this store; push state is then read there alone.</summary>
    public Guid? StoreId { get; init; }

    public ChannelPushState? PushState { get; init; }

    /// <summary>Only products with an image that a store (the one in <see cref="StoreId"/>, if given) could not fetch.</summary>
    public bool HasFailedImages { get; init; }

    public ProductSort Sort { get; init; } = ProductSort.Title;

    public bool IsDescending { get; init; }

    /// <summary>Zero-based.</summary>
    public int Page { get; init; }

    public int PageSize { get; init; } = 25;
}

public enum ProductSort
{
    Title,
    Vendor,
    Status,
    UpdatedAt,
}

/// <summary>Where a channel stands, derived from its revisions and last error.</summary>
public enum ChannelPushState
{
    /// <summary>Switched off: never pushed.</summary>
    Inactive,

    /// <summary>Active, the store has never had it.</summary>
    NeverPushed,

    /// <summary>Active, and the product, channel or store changed since the last push.</summary>
    Changed,

    /// <summary>Active and the store has the newest state.</summary>
    UpToDate,

    /// <summary>Active and the last attempt failed.</summary>
    Failed,

    /// <summary>Active, and waits because the store may add no more new variants for the time being.</summary>
    Deferred,
}
