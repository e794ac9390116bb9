using System.Text;
using System.Text.RegularExpressions;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>What Shopify's refusals of a token mean, and what to do about each (FACTS section 9).</summary>
internal static partial class TokenRefusals
{
    /// <param name="status">HTTP status, not 200.</param>
    public static TokenOutcome Read(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, ClientCredentials credentials)
    {
        if (status is 408 or 429 or >= 500)
            return new TokenOutcome.Unavailable($"Shopify answered the request for a token with HTTP {status}", retryAfter);

        var words = ShopifyReplyParser.MessageOf(body)?.Replace(credentials.ClientSecret, "…", StringComparison.Ordinal);
        var (code, message) = ErrorCode().Match(Encoding.UTF8.GetString(body.Span)).Value switch
        {
            "shop_not_permitted" => (
                "CLIENT_NOT_PERMITTED",
                "Shopify grants tokens for a client id and secret only to apps of the organisation that owns the store. Use an app of that organisation, or an access token."),
            "app_not_installed" => (
                "APP_NOT_INSTALLED",
                "The app of this client id is not installed in the store. Install it there from Shopify's Dev Dashboard, then check the store here."),
            "unsupported_grant_type" => (
                "CLIENT_NOT_PERMITTED",
                "This app may not have tokens granted for its client id and secret. Make an app for the store in Shopify's Dev Dashboard, or use an access token."),
            _ => ForStatus(status, credentials.AdminUrl.Host),
        };
        return new TokenOutcome.Refused(code, ShopifyStoreFaults.Said(message, words));
    }

    private static (string Code, string Message) ForStatus(int status, string host) => status is 400 or 401
        ? ("CLIENT_REFUSED", "Shopify does not accept the client id and secret. Copy both from the app's settings in Shopify's Dev Dashboard and enter them on the Stores page.")
        : ShopifyStoreFaults.ForHttpStatus(status, host)
            ?? ("CLIENT_REFUSED", $"Shopify answered the request for a token with HTTP {status}. Check the store's address, client id and secret on the Stores page.");

    /// <summary>Codes come as <c>error</c> in JSON, and within the text of an HTML page ("Oauth error shop_not_permitted: …").</summary>
    [GeneratedRegex(@"\b(shop_not_permitted|app_not_installed|unsupported_grant_type)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorCode();
}
