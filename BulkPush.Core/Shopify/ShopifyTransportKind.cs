namespace BulkPush.Core.Shopify;

/// <summary>What carries GraphQL calls to Shopify.</summary>
public enum ShopifyTransportKind
{
    /// <summary>Our own, over <see cref="HttpClient"/>: in every build.</summary>
    Http,

    /// <summary>The library of that name: only in a build that was asked for it (docs/adr/0004).</summary>
    ShopifySharp,
}
