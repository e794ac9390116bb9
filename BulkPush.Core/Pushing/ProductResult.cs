using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing;

/// <summary>What became of one product, with what its channel must remember.</summary>
/// <param name="ShopifyProductId">The store's id, after a success.</param>
/// <param name="Hashes">Hashes of what was sent, to a store that accepted it or left us in doubt; null unless something was sent.</param>
/// <param name="Attempts">Calls made in this run.</param>
/// <param name="DeferredUntil">When a product that was deferred may be sent.</param>
/// <param name="Outcome">Pending when the call was given up: the product stays to be sent.</param>
/// <param name="IsInDoubt">Failed or given up without an answer: the store may hold what was sent, so what it last accepted says nothing any more.</param>
internal sealed record ProductResult(
    ProductReference Product,
    PushItemOutcome Outcome,
    int Attempts,
    string? ShopifyProductId = null,
    InputHashes? Hashes = null,
    string? ErrorCode = null,
    string? ErrorField = null,
    string? ErrorMessage = null,
    DateTimeOffset? DeferredUntil = null,
    bool IsInDoubt = false)
{
    /// <summary>Code of a failure that is our own.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>Code of a product whose rows could not be read.</summary>
    public const string ProductUnreadable = "PRODUCT_UNREADABLE";

    /// <summary>The store may add no more new variants, and this product needs some.</summary>
    public static ProductResult Deferred(ProductReference product, int attempts, DateTimeOffset until) => new(
        product, PushItemOutcome.Deferred, attempts, ErrorCode: NewVariantLimit.Code, ErrorMessage: NewVariantLimit.Explanation, DeferredUntil: until);

    /// <param name="field">Path in the input, dots between parts; null when the product as a whole is meant.</param>
    /// <param name="message">What happened and what to do, for people.</param>
    public static ProductResult Failure(ProductReference product, int attempts, string code, string? field, string message) =>
        new(product, PushItemOutcome.Failed, attempts, ErrorCode: code, ErrorField: field, ErrorMessage: message);

    /// <summary>A product that breaks our own code: it must not stop the others.</summary>
    public static ProductResult Broke(ProductReference product, int attempts, Exception fault) => Failure(
        product,
        attempts,
        InternalError,
        null,
        $"BulkPush itself failed on this product ({fault.GetType().Name}). It is tried again by the next push; report this if it comes back.");

    /// <summary>A product whose own rows break our reading.</summary>
    public static ProductResult Unreadable(UnreadableProduct unreadable) => Failure(
        unreadable.Product,
        0,
        ProductUnreadable,
        null,
        $"BulkPush could not read this product from its database ({unreadable.Fault.GetBaseException().GetType().Name}) and sent nothing of it; the store keeps what it has. The worker's log says which value it could "
        + "not read. Correct that value, or import the product again, and push it again; report this if it comes back.");

    public PushItemError ToError() => new(
        Product.ProductId, Product.Handle, Product.Title, StorableText.Of(ErrorCode) ?? "UNKNOWN", StorableText.Of(ErrorField), StorableText.Of(ErrorMessage) ?? "");
}
