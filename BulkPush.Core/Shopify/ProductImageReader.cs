using System.Text.Json;
using BulkPush.Core.Catalog;

namespace BulkPush.Core.Shopify;

/// <summary>
/// Reads what has become of products' images in one store. Many products go into one request, because <c>nodes(ids:)</c> is charged once however
/// many ids it is given (FACTS section 3): 11 points for up to 250 products of ten images, where <c>product.media</c> costs as much for each.
/// </summary>
internal sealed class ProductImageReader(ShopifyCaller caller)
{
    /// <summary>Shopify takes lists, and gives pages, of up to this many.</summary>
    public const int Most = 250;

    /// <param name="productIds">Product GIDs, at most <see cref="Most"/>.</param>
    /// <param name="imagesEach">How many images to read of each product; all of them are charged as if they were there.</param>
    /// <returns>By product GID, in the order of the product's page, without sources. Products that the store does not have are missing.</returns>
    /// <exception cref="ShopifyStoreException">The store cannot be read until somebody acts, or for a while.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ChannelImage>>> ReadAsync(
        IReadOnlyList<string> productIds, int imagesEach, CancellationToken cancellationToken)
    {
        var reply = await caller.AskAsync(
            ShopifyDocuments.ProductImages,
            writer =>
            {
                writer.WriteStartArray("ids");
                foreach (var productId in productIds)
                    writer.WriteStringValue(productId);
                writer.WriteEndArray();
                writer.WriteNumber("first", Math.Clamp(imagesEach, 1, Most));
            },
            cancellationToken);
        return reply.Data!.Value.TryGetProperty("nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array
            ? nodes.EnumerateArray().Where(node => node.ValueKind == JsonValueKind.Object && node.TryGetProperty("media", out _)).ToDictionary(
                node => node.GetProperty("id").GetString()!,
                node => (IReadOnlyList<ChannelImage>)[.. node.GetProperty("media").GetProperty("nodes").EnumerateArray().Select(Read)])
            : [];
    }

    private static ChannelImage Read(JsonElement media)
    {
        var state = media.GetProperty("status").GetString() switch
        {
            "READY" => ChannelImageState.Ready,
            "FAILED" => ChannelImageState.Failed,
            _ => ChannelImageState.Processing,
        };
        var alt = media.TryGetProperty("alt", out var text) ? text.GetString() : null;
        return new ChannelImage(null, media.GetProperty("id").GetString()!, alt ?? "", state, state == ChannelImageState.Failed ? ProblemOf(media) : null);
    }

    private static string ProblemOf(JsonElement media)
    {
        if (!media.TryGetProperty("mediaErrors", out var errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
            return ShopifyRemedies.Sentence("Shopify could not use the image and does not say why", "UNKNOWN_MEDIA_ERROR");

        var error = errors[0];
        var words = error.GetProperty("message").GetString()!.TrimEnd('.');
        if (error.TryGetProperty("details", out var details) && details.GetString() is { Length: > 0 } more && more != words)
            words = $"{words} ({more.TrimEnd('.')})";
        return ShopifyRemedies.Sentence(words, error.GetProperty("code").GetString() is { } code && ShopifyRemedies.Knows(code) ? code : "UNKNOWN_MEDIA_ERROR");
    }
}
