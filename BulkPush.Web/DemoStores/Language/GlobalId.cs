using System.Globalization;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Shopify's ids, <c>gid://shopify/Product/123</c>: numeric, and unique within one shop whatever the type.</summary>
internal static class GlobalId
{
    private const string Prefix = "gid://shopify/";

    public static string Of(string type, long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{type}/{number}");

    public static bool IsWellFormed(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var rest = id.AsSpan(Prefix.Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && slash < rest.Length - 1;
    }

    /// <summary>The type that an id names; null when it has another shape.</summary>
    public static string? TypeOf(string id) => IsWellFormed(id) ? id[Prefix.Length..id.IndexOf('/', Prefix.Length)] : null;

    /// <summary>The number of an id of that type; null for an id of another type or another shape.</summary>
    public static long? Number(string? id, string type)
    {
        if (id is null || !id.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var rest = id.AsSpan(Prefix.Length);
        return rest.Length > type.Length + 1 && rest.StartsWith(type, StringComparison.Ordinal) && rest[type.Length] == '/'
            && long.TryParse(rest[(type.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
