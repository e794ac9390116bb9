using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Catalog;

/// <summary>What a metafield's value must look like by its type, as Shopify documents it (shopify.dev, "List of data types").</summary>
/// <remarks>
/// Only what is wrong for certain is a fault. What a store alone can know, such as its own definitions, its currency or whether a reference leads
/// anywhere, is left to it, and so are types that Shopify adds after this was written.
/// </remarks>
internal static partial class MetafieldValues
{
    private const string ListPrefix = "list.";
    private const long LargestInteger = 9_007_199_254_740_991;
    private const decimal LargestDecimal = 9_999_999_999_999.999999999m;

    /// <summary>Whether this could be the name of a type.</summary>
    public static bool IsTypeName(string type) => TypeName().IsMatch(type);

    /// <returns>What is wrong, as the rest of a sentence that begins with the metafield's name, without the full stop; null when nothing is.</returns>
    public static string? Fault(string type, string value) => type switch
    {
        ProductContentRules.SingleLineText => value.AsSpan().ContainsAny('\n', '\r') ? "is a single line of text but its value has several" : null,
        "number_integer" => IsInteger(value) ? null : "must be a whole number, without spaces or separators",
        "number_decimal" => IsDecimal(value) ? null : "must be a number such as 12.5",
        "boolean" => value is "true" or "false" ? null : "must be true or false",
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "must be a date such as 2026-07-01",
        "date_time" => IsMoment(value) ? null : "must be a date and time such as 2026-07-01T12:30:00",
        "url" => IsUrl(value) ? null : "must be an address that begins with https:, http:, mailto:, sms: or tel:",
        "color" => Colour().IsMatch(value) ? null : "must be a colour such as #12ab34",
        "json" => Read(value) is not null ? null : "must be valid JSON",
        "rich_text_field" => Object(value, "type"),
        "link" => Object(value, "url"),
        "money" => Object(value, "amount", "currency_code"),
        "weight" or "volume" or "dimension" => Object(value, "value", "unit"),
        "rating" => Object(value, "value", "scale_min", "scale_max"),
        _ when type.StartsWith(ListPrefix, StringComparison.Ordinal) => List(type[ListPrefix.Length..], value),
        _ when type.EndsWith("_reference", StringComparison.Ordinal) => value.StartsWith("gid://", StringComparison.Ordinal) ? null : "must be the id of what it refers to, such as gid://shopify/Product/1",
        _ => null,
    };

    private static bool IsInteger(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= -LargestInteger and <= LargestInteger;

    private static bool IsDecimal(string value) =>
        decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && number is >= -LargestDecimal and <= LargestDecimal;

    private static bool IsMoment(string value) =>
        Moment().IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsUrl(string value) => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" or "mailto" or "sms" or "tel";

    private static string? Object(string value, params string[] members) =>
        Read(value) is { ValueKind: JsonValueKind.Object } json && members.All(member => json.TryGetProperty(member, out _))
            ? null
            : $"must be a JSON object with {string.Join(" and ", members)}";

    private static string? List(string type, string value)
    {
        if (Read(value) is not { ValueKind: JsonValueKind.Array } items)
            return "must be a list such as [\"one\", \"two\"]";

        return items.EnumerateArray()
            .Select(item => Fault(type, item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()))
            .FirstOrDefault(fault => fault is not null) is { } fault
                ? $"has an entry that is wrong: each {fault}"
                : null;
    }

    private static JsonElement? Read(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(value));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(list\.)?[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();
}
