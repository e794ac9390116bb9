namespace BulkPush.Core.Shopify;

/// <summary>How a request failed below GraphQL.</summary>
internal enum ShopifyFault
{
    /// <summary>No answer: refused, reset, name not found, TLS.</summary>
    Network,

    /// <summary>No answer in time; whether Shopify did the work is unknown.</summary>
    Timeout,

    /// <summary>An HTTP status other than 200.</summary>
    HttpStatus,

    /// <summary>HTTP 200 with something that is not a GraphQL answer.</summary>
    UnreadableReply,

    /// <summary>Nothing was sent: the address is one that files are not exchanged with.</summary>
    AddressRefused,

    /// <summary>Nothing was sent: no access token was to be had this time.</summary>
    NoToken,
}

/// <summary>A request that got no GraphQL answer. The message is for people and holds neither token nor payload.</summary>
internal sealed class ShopifyTransportException(ShopifyFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public ShopifyFault Fault { get; } = fault;

    /// <summary>Zero when there was no answer.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Shopify's own words in the body, if any.</summary>
    public string? ShopifyMessage { get; init; }

    /// <summary>What the <c>Retry-After</c> header asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string? RequestId { get; init; }
}
