using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>One entry of a payload's <c>userErrors</c>.</summary>
/// <param name="Field">Path in the arguments; empty when Shopify names none.</param>
/// <param name="Code">Null where Shopify gives none.</param>
internal sealed record UserError(IReadOnlyList<string> Field, string Message, string? Code)
{
    public static IReadOnlyList<UserError> ListIn(JsonElement payload) =>
        payload.TryGetProperty("userErrors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? [.. errors.EnumerateArray().Select(Read)]
            : [];

    private static UserError Read(JsonElement error) => new(
        error.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(part => part.ToString())] : [],
        error.GetProperty("message").GetString() ?? "",
        error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null);
}
