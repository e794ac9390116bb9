using System.Globalization;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>Publishes products of one store: shows them in its sales channels. Ten points a product, however many channels (FACTS sections 3 and 6).</summary>
internal sealed class ProductPublishing(ShopifyCaller caller)
{
    /// <summary>The scope that publishing needs.</summary>
    public const string NeededScope = "write_publications";

    /// <summary>Safe to repeat: publishing where a product is published already changes nothing.</summary>
    /// <param name="productId">Product GID.</param>
    /// <param name="publicationIds">Publication GIDs, each once.</param>
    /// <exception cref="ShopifyStoreException">Nothing can be published in this store until somebody acts.</exception>
    public async Task<PublishReply> PublishAsync(string productId, IReadOnlyList<string> publicationIds, CancellationToken cancellationToken)
    {
        var document = ShopifyDocuments.PublishablePublish;
        var request = new ShopifyRequest(document.OperationName, document.Text, ShopifyJson.Object(writer =>
        {
            writer.WriteString("id", productId);
            writer.WriteStartArray("input");
            foreach (var publicationId in publicationIds)
            {
                writer.WriteStartObject();
                writer.WriteString("publicationId", publicationId);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
        return await caller.CallAsync(request, document.SelectionCost, cancellationToken) switch
        {
            ShopifyCall.Answered answered => Read(answered.Reply, publicationIds, answered.Attempts),
            ShopifyCall.Unavailable unavailable => new PublishReply.Failed($"{unavailable.Message}. The next push publishes the product.", unavailable.Attempts),
            ShopifyCall.Refused refused => new PublishReply.Failed($"{refused.Message}. Shopify did not publish the product; the next push tries again.", refused.Attempts),
            var other => throw new InvalidOperationException($"Unknown end of a call: {other}"),
        };
    }

    private static PublishReply Read(ShopifyReply reply, IReadOnlyList<string> publicationIds, int attempts)
    {
        if (reply.Data is not { } data || !data.TryGetProperty("publishablePublish", out var payload) || payload.ValueKind != JsonValueKind.Object)
            return FromErrors(reply, attempts);

        return UserError.ListIn(payload) is [var error, ..] ? FromUserError(error, publicationIds, attempts) : new PublishReply.Published(IsVisible(payload), attempts);
    }

    private static PublishReply.Failed FromErrors(ShopifyReply reply, int attempts)
    {
        if (reply.Errors is not [var error, ..])
            return new PublishReply.Failed("Shopify answered without a result and without an error. The next push publishes the product.", attempts);
        if (error.Code == "ACCESS_DENIED")
            throw ShopifyStoreFaults.ForMissingScope(NeededScope);
        if (ShopifyStoreFaults.ForError(error, reply.ApiVersion) is { } storeFault)
            throw storeFault;

        return new PublishReply.Failed($"{ShopifyRemedies.Sentence(error.Message, error.Code)} The next push tries again.", attempts);
    }

    /// <summary>These errors have no code: the place in the arguments tells them apart.</summary>
    private static PublishReply FromUserError(UserError error, IReadOnlyList<string> publicationIds, int attempts)
    {
        var message = ShopifyRemedies.Sentence(error.Message, error.Code);
        if (error.Field is ["input", var index, ..] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < publicationIds.Count)
            return new PublishReply.PublicationRefused(publicationIds[place], message, attempts);

        return error.Field is ["id", ..]
            ? new PublishReply.Failed($"{message} The product is gone from the store: push it again, and it is made and published anew.", attempts)
            : new PublishReply.Failed($"{message} The next push tries again.", attempts);
    }

    private static bool IsVisible(JsonElement payload) =>
        !payload.TryGetProperty("publishable", out var product)
        || product.ValueKind != JsonValueKind.Object
        || !product.TryGetProperty("status", out var status)
        || status.GetString() is not ("DRAFT" or "ARCHIVED");
}
