using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing;

/// <summary>What became of one product, with what its channel must remember.</summary>
/// <param name="Source">The product and channel as they were read: a change made meanwhile keeps the product due.</param>
/// <param name="ShopifyProductId">The store's id, after a success.</param>
/// <param name="Hashes">Hashes of what the store accepted; null unless something was sent.</param>
/// <param name="Attempts">Calls made in this run.</param>
internal sealed record ProductResult(
    PendingProduct Source,
    PushItemOutcome Outcome,
    int Attempts,
    string? ShopifyProductId = null,
    InputHashes? Hashes = null,
    string? ErrorCode = null,
    string? ErrorField = null,
    string? ErrorMessage = null)
{
    public PushItemError ToError() => new(
        Source.Product.Id, Source.Product.Handle, Source.Product.Title, ErrorCode ?? "UNKNOWN", ErrorField, ErrorMessage ?? "");
}
