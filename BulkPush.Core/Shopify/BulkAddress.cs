namespace BulkPush.Core.Shopify;

/// <summary>
/// Which addresses files go to and come from. Shopify names them in answers that came over TLS from the store: storage of its own choice, so any public
/// host will do, but only over TLS and never a machine of our own network. No token goes there.
/// </summary>
internal static class BulkAddress
{
    public static bool IsAllowed(Uri address, bool allowLoopback)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0)
            return false;

        if (address.IsLoopback)
            return allowLoopback && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

        // An address in numbers or a name without a dot is a machine nearby, not a storage service.
        return address.Scheme == Uri.UriSchemeHttps
            && address.IsDefaultPort
            && address.HostNameType == UriHostNameType.Dns
            && address.IdnHost.Contains('.', StringComparison.Ordinal);
    }
}
