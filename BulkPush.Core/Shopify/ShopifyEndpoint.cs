using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Where a store's GraphQL is, and the token that opens it.</summary>
internal sealed class ShopifyEndpoint
{
    private ShopifyEndpoint(Uri url, string apiVersion, string? accessToken)
    {
        Url = url;
        ApiVersion = apiVersion;
        AccessToken = accessToken;
    }

    public Uri Url { get; }

    /// <summary>The version asked for.</summary>
    public string ApiVersion { get; }

    /// <summary>Sent raw in <c>X-Shopify-Access-Token</c>; never logged. Null until <see cref="OpenedBy"/> gave one.</summary>
    public string? AccessToken { get; }

    /// <exception cref="ShopifyStoreException">The store's admin URL is not one that a token may be sent to.</exception>
    public static ShopifyEndpoint For(StoreConnection connection, ShopifyOptions options) => new(
        ShopifyAddress.Of(connection.AdminUrl, connection.StoreName, $"admin/api/{options.ApiVersion}/graphql.json", options), options.ApiVersion, null);

    public ShopifyEndpoint OpenedBy(AccessToken token) => new(Url, ApiVersion, token.Value);

    public override string ToString() => Url.ToString();
}
