using System.Net;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>An HTTP answer of Shopify's, with all of it that a reply or a fault is made of.</summary>
/// <param name="RequestId"><c>X-Request-Id</c>.</param>
/// <param name="ApiVersion"><c>X-Shopify-API-Version</c>.</param>
internal sealed record ShopifyAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, string? RequestId, string? ApiVersion, TimeSpan? RetryAfter)
{
    /// <summary>Reads the body into the response's own buffer, so that it can be read again.</summary>
    public static async Task<ShopifyAnswer> ReadAsync(HttpResponseMessage response, TimeProvider clock, CancellationToken cancellationToken) => new(
        response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(cancellationToken),
        Header(response, "X-Request-Id"),
        Header(response, "X-Shopify-API-Version"),
        ShopifyHttp.RetryAfter(response, clock));

    /// <exception cref="ShopifyTransportException">It is not a GraphQL answer.</exception>
    public ShopifyReply Reply()
    {
        if (Status != HttpStatusCode.OK)
            throw Fault(ShopifyFault.HttpStatus, $"Shopify answered with HTTP {(int)Status}", null);

        try
        {
            return ShopifyReplyParser.Parse(Body, (int)Status, RequestId, ApiVersion);
        }
        catch (JsonException unreadable)
        {
            throw Fault(ShopifyFault.UnreadableReply, "Shopify's answer could not be read", unreadable);
        }
    }

    private ShopifyTransportException Fault(ShopifyFault fault, string message, Exception? inner) => new(fault, message, inner)
    {
        HttpStatus = (int)Status,
        ShopifyMessage = ShopifyReplyParser.MessageOf(Body),
        RetryAfter = RetryAfter,
        RequestId = RequestId,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
