using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing.Breaker;

/// <summary>
/// Looks at the last answers about products and finds out when most of them are failures for one and the same reason that is not the products' own: no answer
/// at all, or the same words about no part of the product. Products that are refused each for a reason of its own never open the breaker, however many.
/// Answers come from several callers at once.
/// </summary>
internal sealed class RefusalWindow(PushingOptions options)
{
    public const string StoreRefusesAll = "STORE_REFUSES_ALL";

    private static readonly Reason NoAnswer = new(ShopifyStoreFaults.Unavailable, "");

    /// <summary>Refusals that name no part of the product and are its own all the same.</summary>
    private static readonly HashSet<string> ProductsOwn = new(StringComparer.Ordinal)
    {
        ProductResult.InternalError, "PRODUCT_SUSPENDED", "METAFIELD_MISMATCH", "MAX_COST_EXCEEDED", "MAX_INPUT_SIZE_EXCEEDED", "SHOPIFY_HTTP_413",
        "OPTIONS_OVER_LIMIT", "OPTION_VALUES_OVER_LIMIT", "VARIANTS_OVER_LIMIT",
    };

    private readonly Lock _lock = new();
    private readonly Queue<Reason?> _last = [];
    private readonly Dictionary<Reason, int> _counts = [];
    private ShopifyStoreException? _fault;

    private sealed record Reason(string Code, string Words);

    /// <summary>Why the store's push has to pause; null while nothing speaks for it. Once found it stays.</summary>
    public ShopifyStoreException? Fault => Volatile.Read(ref _fault);

    /// <summary>Products that were settled without a call say nothing about the store.</summary>
    public void Add(ProductResult result)
    {
        if (options.BreakerWindow == 0 || result.Attempts == 0 || result.Outcome is PushItemOutcome.Pending or PushItemOutcome.Deferred)
        {
            return;
        }

        lock (_lock)
        {
            Count(ReasonOf(result), 1);
            _last.Enqueue(ReasonOf(result));
            if (_last.Count > options.BreakerWindow)
            {
                Count(_last.Dequeue(), -1);
            }

            if (_fault is null && _last.Count == options.BreakerWindow && ReasonOf(result) is { } reason && _counts[reason] > options.BreakerShare * _last.Count)
            {
                Volatile.Write(ref _fault, FaultOf(result, _counts[reason]));
            }
        }
    }

    private void Count(Reason? reason, int change)
    {
        if (reason is not null && (_counts[reason] = _counts.GetValueOrDefault(reason) + change) == 0)
        {
            _counts.Remove(reason);
        }
    }

    private static Reason? ReasonOf(ProductResult result) => result switch
    {
        { Outcome: not PushItemOutcome.Failed } => null,
        { ErrorCode: ShopifyStoreFaults.Unavailable } => NoAnswer,
        { ErrorField: not null } or { ErrorCode: null } => null,
        { ErrorCode: { } code } => ProductsOwn.Contains(code) ? null : new Reason(code, result.ErrorMessage ?? ""),
    };

    private ShopifyStoreException FaultOf(ProductResult result, int count)
    {
        var share = string.Create(CultureInfo.InvariantCulture, $"{count} of the last {options.BreakerWindow} products");
        return result.ErrorCode == ShopifyStoreFaults.Unavailable
            ? new ShopifyStoreException(ShopifyStoreFaults.Unavailable, $"The store gave no answer about {share}. About the last one: {result.ErrorMessage}")
            : new ShopifyStoreException(
                StoreRefusesAll,
                $"The store refused {share} for one and the same reason: {result.ErrorMessage} If the reason is the store's or the app's, end it there. If it is the products', "
                + "resume the push all the same: what was refused stays failed, and the rest is tried.");
    }
}
