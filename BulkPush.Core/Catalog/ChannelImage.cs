using System.Text.Json.Serialization;

namespace BulkPush.Core.Catalog;

/// <summary>An image of a product as its store has it, read back some time after a push sent it: Shopify fetches images by itself, later.</summary>
/// <param name="Source">The address in the catalogue that it was made from; null when the store's images do not match what was sent.</param>
/// <param name="MediaId">The store's media GID: sending the image again by it imports nothing anew.</param>
/// <param name="Problem">Shopify's reason for a failure, and what to do; null otherwise.</param>
public sealed record ChannelImage(string? Source, string MediaId, string AltText, ChannelImageState State, string? Problem = null);

/// <summary>What has become of an image in a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelImageState>))]
public enum ChannelImageState
{
    /// <summary>Shopify has not fetched it yet, or is still at work on it.</summary>
    Processing,
    Ready,

    /// <summary>Shopify gave it up: the store shows the product without it.</summary>
    Failed,
}
