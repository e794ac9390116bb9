namespace BulkPush.Core.Shopify;

/// <summary>What became of one product in one store.</summary>
/// <param name="Attempts">Requests sent for it, waits for Shopify's limit not counted.</param>
internal abstract record ProductSetOutcome(int Attempts)
{
    /// <param name="ShopifyProductId">Product GID.</param>
    internal sealed record Created(string ShopifyProductId, int Attempts) : ProductSetOutcome(Attempts);

    /// <inheritdoc cref="Created"/>
    internal sealed record Updated(string ShopifyProductId, int Attempts) : ProductSetOutcome(Attempts);

    /// <summary>The store may add no more new variants; nothing was changed there.</summary>
    /// <param name="Until">When it may be tried again.</param>
    internal sealed record Deferred(DateTimeOffset Until, int Attempts) : ProductSetOutcome(Attempts);

    /// <summary>Calls were made and none was answered: the store may or may not have changed the product.</summary>
    /// <param name="Message">What happened and what to do.</param>
    internal sealed record Unknown(string Message, int Attempts) : ProductSetOutcome(Attempts);

    /// <param name="Field">Path in the input, joined with dots; null when the whole product is meant.</param>
    /// <param name="Message">Shopify's words and what to do.</param>
    internal sealed record Rejected(string Code, string? Field, string Message, int Attempts) : ProductSetOutcome(Attempts);
}
