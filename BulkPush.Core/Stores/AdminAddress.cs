using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Stores;

/// <summary>Where a store's Admin API may be. A token is worth a whole shop: it goes to Shopify over TLS, or to this machine when that is allowed.</summary>
internal static partial class AdminAddress
{
    private const string Suffix = ".myshopify.com";

    /// <summary>
    /// Makes <c>name.myshopify.com</c> of what people paste: with or without a scheme and path, the bare name, or the address of
    /// the store's admin (<c>admin.shopify.com/store/name</c>).
    /// </summary>
    public static bool TryNormaliseDomain(string text, [NotNullWhen(true)] out string? domain)
    {
        var host = text.Trim().ToLowerInvariant();
        if (host.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
            host = host[(scheme + 3)..];
        var admin = AdminPage().Match(host);
        host = admin.Success ? admin.Groups["name"].Value : host.Split('/', '?', '#')[0];
        if (host.Length > 0 && !host.Contains('.', StringComparison.Ordinal))
            host += Suffix;
        domain = Domain().IsMatch(host) ? host : null;
        return domain is not null;
    }

    /// <summary>Accepts the base address of a local Admin API, for example <c>http://127.0.0.1:5000/demo-stores/north</c>.</summary>
    public static bool TryNormaliseLoopback(string text, [NotNullWhen(true)] out string? url)
    {
        url = Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.IsLoopback
            && address.UserInfo.Length == 0
                ? address.GetLeftPart(UriPartial.Path).TrimEnd('/')
                : null;
        return url is not null;
    }

    /// <summary>Whether two admin URLs of one domain lead to the same shop: a local one is the same behind whatever port.</summary>
    public static bool IsSameShop(string? adminUrl, string? other) => adminUrl == other
        || (Uri.TryCreate(adminUrl, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b) && a.AbsolutePath == b.AbsolutePath);

    public static Uri Of(string domain, string? adminUrl) => new(adminUrl ?? $"https://{domain}");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex Domain();

    [GeneratedRegex("^admin\\.shopify\\.com/store/(?<name>[^/?#]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AdminPage();
}
