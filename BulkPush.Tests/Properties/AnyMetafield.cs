using BulkPush.Core.Catalog;
using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties;

/// <summary>Metafields of every type that Shopify documents, with values that fit and values that do not.</summary>
internal static class AnyMetafield
{
    private static readonly Dictionary<string, string[]> Fitting = new()
    {
        ["single_line_text_field"] = ["Wash cold", "größe", " padded "],
        ["multi_line_text_field"] = ["one\ntwo", "one\r\ntwo", "one"],
        ["number_integer"] = ["0", "-12", "9007199254740991"],
        ["number_decimal"] = ["0.5", "-12", "9999999999999.999999999"],
        ["boolean"] = ["true", "false"],
        ["date"] = ["2026-07-01"],
        ["date_time"] = ["2026-07-01T12:30:00", "2026-07-01T12:30:00Z", "2026-07-01T12:30:00+02:00"],
        ["url"] = ["https://example.com/a", "mailto:a@example.com", "tel:+49123"],
        ["color"] = ["#fff123"],
        ["json"] = ["{}", "[1,2]", "\"text\"", "7"],
        ["rich_text_field"] = ["{\"type\":\"root\",\"children\":[]}"],
        ["money"] = ["{\"amount\":\"5.99\",\"currency_code\":\"EUR\"}"],
        ["weight"] = ["{\"value\":2.5,\"unit\":\"kg\"}"],
        ["volume"] = ["{\"value\":20,\"unit\":\"ml\"}"],
        ["dimension"] = ["{\"value\":20,\"unit\":\"cm\"}"],
        ["rating"] = ["{\"value\":\"3.5\",\"scale_min\":\"1.0\",\"scale_max\":\"5.0\"}"],
        ["link"] = ["{\"text\":\"A\",\"url\":\"https://example.com\"}"],
        ["product_reference"] = ["gid://shopify/Product/1"],
        ["file_reference"] = ["gid://shopify/MediaImage/1"],
        ["list.single_line_text_field"] = ["[\"a\",\"b\"]", "[]"],
        ["list.number_integer"] = ["[1,2,3]", "[\"1\"]"],
        ["list.product_reference"] = ["[\"gid://shopify/Product/1\"]"],
        ["list.date"] = ["[\"2026-07-01\"]"],
        ["list.weight"] = ["[{\"value\":2.5,\"unit\":\"kg\"}]"],
    };

    private static readonly string[] Wrong =
        ["", " ", "two\nlines", "1.5", "1e400", "99999999999999999999", "yes", "TRUE", "01/02/2026", "2026-13-01", "ftp://example.com", "red", "#12", "{", "[", "[1", "{}", "not json", "[\"2026-13-01\"]", "[1.5]", "gid://", "\0"];

    private static readonly Gen<(string Namespace, string Key)> Name = Gen.Frequency(
        (60, from space in Gen.Elements("custom", "my_fields", "$app", "$app:care", "facts-2")
             from key in Gen.Choose(1, 30)
             select (space, $"key_{key}")),
        (1, Gen.Elements(("", "key"), ("custom", ""), ("ab", "key"), ("custom", "k"), ("cus tom", "key"), ("custom", "k.y"), (new string('n', 256), "key"), ("custom", new string('k', 65)))),
        (1, Gen.Constant(("$app", "bulkpush_product_id"))));

    private static readonly Gen<(string Type, string Value)> Content = Gen.Frequency(
        (40, from entry in Gen.Elements(Fitting.ToArray())
             from value in Gen.Elements(entry.Value)
             select (entry.Key, value)),
        (2, from type in Gen.Elements(Fitting.Keys.ToArray())
            from value in Gen.Elements(Wrong)
            select (type, value)),
        (1, from type in Gen.Elements("", " ", "Not A Type", "list.", "list.list.json")
            from value in AnyText.Words
            select (type, value)));

    public static Gen<MetafieldContent> Any { get; } =
        from name in Name
        from content in Content
        select new MetafieldContent(name.Namespace, name.Key, content.Type, content.Value);
}
