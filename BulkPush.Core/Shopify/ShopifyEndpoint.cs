using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Where a store's GraphQL is, and the token that opens it.</summary>
internal sealed class ShopifyEndpoint
{
    private ShopifyEndpoint(Uri url, string accessToken, string apiVersion)
    {
        Url = url;
        AccessToken = accessToken;
        ApiVersion = apiVersion;
    }

    public Uri Url { get; }

    /// <summary>Sent raw in <c>X-Shopify-Access-Token</c>; never logged.</summary>
    public string AccessToken { get; }

    /// <summary>The version asked for.</summary>
    public string ApiVersion { get; }

    /// <exception cref="ShopifyStoreException">The store's admin URL is not one that a token may be sent to.</exception>
    public static ShopifyEndpoint For(StoreConnection connection, ShopifyOptions options)
    {
        var admin = connection.AdminUrl;
        if (!IsAllowed(admin, options.AllowLoopback))
        {
            throw new ShopifyStoreException(
                "ADMIN_URL_NOT_ALLOWED",
                $"{connection.StoreName}: access tokens are only sent to https://….myshopify.com"
                + $"{(options.AllowLoopback ? " or a loopback address" : "")}, not to {admin.GetLeftPart(UriPartial.Path)}. Correct the store's address on the Stores page.");
        }

        var url = new Uri($"{admin.GetLeftPart(UriPartial.Path).TrimEnd('/')}/admin/api/{options.ApiVersion}/graphql.json");
        return new ShopifyEndpoint(url, connection.AccessToken, options.ApiVersion);
    }

    public override string ToString() => Url.ToString();

    private static bool IsAllowed(Uri admin, bool allowLoopback)
    {
        if (!admin.IsAbsoluteUri || admin.UserInfo.Length > 0)
            return false;

        if (admin.IsLoopback)
            return allowLoopback && (admin.Scheme == Uri.UriSchemeHttp || admin.Scheme == Uri.UriSchemeHttps);

        return admin.Scheme == Uri.UriSchemeHttps
            && admin.IsDefaultPort
            && admin.IdnHost.EndsWith(".myshopify.com", StringComparison.OrdinalIgnoreCase);
    }
}
