namespace BulkPush.Core.Shopify;

/// <summary>Addresses below a store's admin. Tokens and secrets go to Shopify over TLS, or to this machine when that is allowed, and nowhere else.</summary>
internal static class ShopifyAddress
{
    /// <param name="admin">Base address of the store's Admin API.</param>
    /// <param name="path">Without a leading slash.</param>
    /// <exception cref="ShopifyStoreException">The base is not one that a secret may be sent to.</exception>
    public static Uri Of(Uri admin, string storeName, string path, ShopifyOptions options) => IsAllowed(admin, options.AllowLoopback)
        ? new Uri($"{admin.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}")
        : throw new ShopifyStoreException(
            "ADMIN_URL_NOT_ALLOWED",
            $"{storeName}: access tokens are only sent to https://….myshopify.com"
            + $"{(options.AllowLoopback ? " or a loopback address" : "")}, not to {admin.GetLeftPart(UriPartial.Path)}. Correct the store's address on the Stores page.");

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
