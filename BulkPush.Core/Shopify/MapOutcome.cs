using System.Collections.Frozen;
using BulkPush.Core.Catalog;

namespace BulkPush.Core.Shopify;

/// <summary>What a channel remembers of the last accepted push.</summary>
internal sealed record ChannelState(
    string? ShopifyProductId,
    string? PushedHash,
    string? PushedVariantsHash,
    string? PushedMediaHash,
    string? PushedMetafieldsHash)
{
    /// <summary>The store's media GID of each image that it has taken, by the address it was made from.</summary>
    public IReadOnlyDictionary<string, string> MediaIds { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Whether the store could not fetch an image that was sent last.</summary>
    public bool HasFailedImages { get; init; }

    public static ChannelState Of(ProductChannel channel) => new(
        channel.ShopifyProductId, channel.PushedHash, channel.PushedVariantsHash, channel.PushedMediaHash, channel.PushedMetafieldsHash)
    {
        HasFailedImages = channel.FailedImages > 0,
        MediaIds = channel.Images is null
            ? FrozenDictionary<string, string>.Empty
            : channel.Images
                .Where(image => image is { Source: not null, State: ChannelImageState.Ready })
                .DistinctBy(image => image.Source)
                .ToDictionary(image => image.Source!, image => image.MediaId, StringComparer.Ordinal),
    };
}

/// <summary>Hashes of what is sent, to be stored with the channel when the store accepts it; null for lists that the catalogue does not own there.</summary>
internal sealed record InputHashes(string Whole, string? Variants, string? Media, string? Metafields);

/// <summary>What a product means for a store.</summary>
internal abstract record MapOutcome
{
    /// <summary>The store already has exactly this.</summary>
    internal sealed record Unchanged : MapOutcome;

    internal sealed record Ready(ProductSetCall Call, InputHashes Hashes) : MapOutcome;

    /// <summary>Shopify would refuse it, so it is not sent.</summary>
    /// <param name="Field">Path in the input, joined with dots; null when the whole product is meant.</param>
    internal sealed record Refused(string Code, string? Field, string Message) : MapOutcome;
}
