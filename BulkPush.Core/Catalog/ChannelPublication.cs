using BulkPush.Core.Stores;

namespace BulkPush.Core.Catalog;

/// <summary>Where a product is shown in a store, as far as pushes published it.</summary>
/// <param name="IsDue">Whether the product, which a push created, has still to be published (everywhere) where its store wants new products.</param>
/// <param name="PublishedTo">Where pushes have published it.</param>
/// <param name="Error">Why publishing did not succeed, and what to do.</param>
public sealed record ChannelPublication(bool IsDue, IReadOnlyList<StorePublication> PublishedTo, string? Error)
{
    public static ChannelPublication None { get; } = new(false, [], null);
}
