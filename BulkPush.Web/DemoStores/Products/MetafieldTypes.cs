using System.Globalization;
using System.Text.Json;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Shopify's metafield types and what their values must look like.</summary>
internal static class MetafieldTypes
{
    private const string AppPrefix = "$app";

    private static readonly string ReservedNamespace = string.Create(CultureInfo.InvariantCulture, $"app--{DemoShop.AppId}");

    private static readonly Dictionary<string, string> Categories = new(StringComparer.Ordinal)
    {
        ["boolean"] = "TRUE_FALSE",
        ["color"] = "COLOR",
        ["date"] = "DATE_TIME",
        ["date_time"] = "DATE_TIME",
        ["dimension"] = "MEASUREMENT",
        ["id"] = "ID",
        ["json"] = "JSON",
        ["link"] = "URL",
        ["money"] = "MONEY",
        ["multi_line_text_field"] = "TEXT",
        ["number_decimal"] = "NUMBER",
        ["number_integer"] = "NUMBER",
        ["rating"] = "RATING",
        ["rich_text_field"] = "TEXT",
        ["single_line_text_field"] = "TEXT",
        ["url"] = "URL",
        ["volume"] = "MEASUREMENT",
        ["weight"] = "MEASUREMENT",
        ["collection_reference"] = "REFERENCE",
        ["file_reference"] = "REFERENCE",
        ["metaobject_reference"] = "REFERENCE",
        ["mixed_reference"] = "REFERENCE",
        ["page_reference"] = "REFERENCE",
        ["product_reference"] = "REFERENCE",
        ["product_taxonomy_value_reference"] = "REFERENCE",
        ["variant_reference"] = "REFERENCE",
    };

    private static readonly HashSet<string> StructuredTypes =
        ["dimension", "json", "link", "money", "rating", "rich_text_field", "volume", "weight", "boolean", "number_integer"];

    /// <summary><c>$app</c>, and a namespace left out, mean the one that belongs to the app that asks.</summary>
    public static string ResolveNamespace(string? space) => space switch
    {
        null or AppPrefix => ReservedNamespace,
        _ when space.StartsWith(AppPrefix + ":", StringComparison.Ordinal) => $"{ReservedNamespace}--{space[(AppPrefix.Length + 1)..]}",
        _ => space,
    };

    /// <summary>Whether the app may write there: other apps' and Shopify's own namespaces are closed.</summary>
    public static bool MayWrite(string resolved) =>
        resolved != "shopify" && !resolved.StartsWith("shopify--", StringComparison.Ordinal)
        && (!resolved.StartsWith("app--", StringComparison.Ordinal) || resolved == ReservedNamespace
            || resolved.StartsWith(ReservedNamespace + "--", StringComparison.Ordinal));

    public static bool IsKnown(string type) => Categories.ContainsKey(type) || (IsList(type) && Categories.ContainsKey(type["list.".Length..]));

    public static string CategoryOf(string type) => Categories.GetValueOrDefault(IsList(type) ? type["list.".Length..] : type, "TEXT");

    public static bool MayBeUnique(string type) => type is "id" or "single_line_text_field" or "number_integer" or "url";

    /// <summary>Whether <c>jsonValue</c> shows the value as something other than text.</summary>
    public static bool IsJson(string type) => IsList(type) || StructuredTypes.Contains(type);

    /// <summary>Null when the value suits the type, else Shopify's sentence.</summary>
    public static string? Check(string type, string value)
    {
        if (string.IsNullOrWhiteSpace(value)) return "may not be empty";
        if (IsList(type))
            return TryParse(value, JsonValueKind.Array) ? null : "Value is invalid JSON.";
        return type switch
        {
            "number_integer" when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "Value must be an integer.",
            "number_decimal" when !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "Value must be a decimal.",
            "boolean" when value is not ("true" or "false") => "Value must be true or false.",
            "url" when !Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https" or "mailto" or "sms" or "tel") =>
                "Value must be one of the following URL schemes: http, https, mailto, sms, tel.",
            "date" when !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
                "Value must be in YYYY-MM-DD format. For example: 2022-06-01",
            "date_time" when !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) =>
                "Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00",
            "json" when !TryParse(value, null) => "Value is invalid JSON.",
            "rich_text_field" or "money" or "weight" or "volume" or "dimension" or "rating" or "link" when !TryParse(value, JsonValueKind.Object) => "Value is invalid JSON.",
            "single_line_text_field" when value.Contains('\n', StringComparison.Ordinal) => "Value must be a single line text string.",
            _ => null,
        };
    }

    private static bool IsList(string type) => type.StartsWith("list.", StringComparison.Ordinal);

    private static bool TryParse(string value, JsonValueKind? kind)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return kind is null || document.RootElement.ValueKind == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
