using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>The access scopes of a token.</summary>
internal static class ShopifyScopes
{
    /// <returns>Null when Shopify does not say.</returns>
    public static IReadOnlyList<string>? In(JsonElement data) =>
        data.TryGetProperty("currentAppInstallation", out var installation)
        && installation.ValueKind == JsonValueKind.Object
        && installation.TryGetProperty("accessScopes", out var scopes)
        && scopes.ValueKind == JsonValueKind.Array
            ? [.. scopes.EnumerateArray().Select(scope => scope.GetProperty("handle").GetString() ?? "")]
            : null;

    /// <summary>Whether the scopes allow <paramref name="needed"/>; being allowed to write includes reading.</summary>
    public static bool Grant(IReadOnlyList<string> scopes, string needed) =>
        scopes.Contains(needed)
        || (needed.StartsWith("read_", StringComparison.Ordinal) && scopes.Contains("write_" + needed["read_".Length..]));
}
