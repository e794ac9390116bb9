using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Catalog;

/// <summary>One validation of one product's normalised content; the limits are those of FACTS section 4 and 5.</summary>
internal sealed partial class ProductContentCheck(ProductContent content)
{
    public const int WeightDecimals = 4;

    /// <summary>Shopify takes 250 entries in a list; one is the id by which BulkPush finds the product again.</summary>
    public const int MaxMetafields = 249;

    /// <summary>Shopify's limit for lists that have no other one: here the different values of an option, which no recording has tried (FACTS section 4).</summary>
    public const int MaxOptionValues = 250;

    private const int MaxUrlLength = 2048;
    private const int MaxAltTextLength = 512;
    private const int MinNamespaceLength = 3;
    private const int MinKeyLength = 2;
    private const int MaxKeyLength = 64;
    private const int MaxTypeLength = 100;
    private const decimal MoneyEnd = 1_000_000_000_000_000_000m;
    private const decimal WeightEnd = 10_000_000_000_000_000m;

    private readonly Dictionary<string, List<string>> _errors = [];

    public IReadOnlyDictionary<string, string[]> Run()
    {
        Texts();
        Tags();
        Options();
        Variants();
        Images();
        Metafields();
        return _errors.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
    }

    /// <summary>Whether a store could have a metafield of this name.</summary>
    public static bool IsMetafieldName(string ns, string key) =>
        ns.Length is >= MinNamespaceLength and <= Product.MaxTextLength
        && key.Length is >= MinKeyLength and <= MaxKeyLength
        && NamespaceCharacters().IsMatch(ns)
        && KeyCharacters().IsMatch(key);

    private void Texts()
    {
        if (content.Title.Length == 0)
            Add("title", "The title is missing.");
        Text("title", "The title", content.Title);
        Text("handle", "The handle", content.Handle);
        Text("vendor", "The vendor", content.Vendor);
        Text("productType", "The product type", content.ProductType);
        Text("descriptionHtml", "The description", content.DescriptionHtml, int.MaxValue);
        Text("category", "The category", content.Category ?? "", int.MaxValue);
        Text("seoTitle", "The SEO title", content.SeoTitle ?? "", int.MaxValue);
        Text("seoDescription", "The SEO description", content.SeoDescription ?? "", int.MaxValue);
        if (!Enum.IsDefined(content.Status))
            Add("status", "The status is not known: use active, draft or archived.");
    }

    private void Tags()
    {
        Count("tags", "tags", content.Tags.Count, Product.MaxTags);
        foreach (var tag in content.Tags)
            Text("tags", $"The tag '{Short(tag)}'", tag);
    }

    private void Options()
    {
        Count("optionNames", "options", content.OptionNames.Count, Product.MaxOptions);
        for (var i = 0; i < content.OptionNames.Count; i++)
        {
            var name = content.OptionNames[i];
            if (name.Length == 0)
                Add("optionNames", $"Option {Number(i + 1)} has no name.");
            if (name.Contains(" / ", StringComparison.Ordinal))
                Add("optionNames", $"The option name '{Short(name)}' contains ' / ', which Shopify does not allow.");
            if (content.OptionNames.Take(i).Contains(name, StringComparer.OrdinalIgnoreCase))
                Add("optionNames", $"There are two options named '{Short(name)}'.");
            Text("optionNames", $"The option name '{Short(name)}'", name);
            Count("optionNames", $"values of option '{Short(name)}'", content.Variants.Select(variant => variant.OptionValues.ElementAtOrDefault(i)).Distinct().Count(), MaxOptionValues);
        }
    }

    private void Variants()
    {
        if (content.Variants.Count == 0)
            Add("variants", "A product needs at least one variant.");
        Count("variants", "variants", content.Variants.Count, Product.MaxVariants);
        var tuples = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < content.Variants.Count; i++)
        {
            var (field, variant) = ($"variants[{Number(i)}]", content.Variants[i]);
            var name = Name(variant, i);
            OptionValues(field, name, variant, tuples);
            Text($"{field}.sku", $"The SKU of {name}", variant.Sku ?? "");
            Text($"{field}.barcode", $"The barcode of {name}", variant.Barcode ?? "");
            Amount($"{field}.price", $"The price of {name}", variant.Price, MoneyEnd);
            Amount($"{field}.compareAtPrice", $"The compare-at price of {name}", variant.CompareAtPrice, MoneyEnd);
            Amount($"{field}.cost", $"The cost of {name}", variant.Cost, MoneyEnd);
            Amount($"{field}.weight", $"The weight of {name}", variant.Weight, WeightEnd, WeightDecimals);
            if (variant.ImageSrc is { } src)
                Url($"{field}.imageSrc", src);
            if (!Enum.IsDefined(variant.WeightUnit))
                Add($"{field}.weightUnit", "The weight unit is not known: use grams, kilograms, ounces or pounds.");
            if (!Enum.IsDefined(variant.InventoryPolicy))
                Add($"{field}.inventoryPolicy", "The inventory policy is not known: use deny or continue.");
        }
    }

    private void OptionValues(string field, string name, VariantContent variant, HashSet<string> tuples)
    {
        var at = $"{field}.optionValues";
        for (var i = 0; i < content.OptionNames.Count; i++)
        {
            var value = variant.OptionValues.ElementAtOrDefault(i) ?? "";
            if (value.Length == 0)
                Add(at, $"{Capital(name)} has no value for option '{Short(content.OptionNames[i])}'.");
            Text(at, $"The value '{Short(value)}' of option '{Short(content.OptionNames[i])}'", value);
        }

        if (variant.OptionValues.Count > content.OptionNames.Count)
            Add(at, $"{Capital(name)} has more option values than the product has options.");
        else if (!tuples.Add(string.Join('\u001f', variant.OptionValues)))
            Add(at, variant.OptionValues.Count == 0
                ? "A product without options has one variant only; name an option to tell several apart."
                : $"There are two variants '{Short(string.Join(" / ", variant.OptionValues))}'.");
    }

    private void Images()
    {
        Count("images", "images", content.Images.Count, Product.MaxImages);
        for (var i = 0; i < content.Images.Count; i++)
        {
            Url($"images[{Number(i)}].src", content.Images[i].Src);
            Text($"images[{Number(i)}].altText", "The alt text of an image", content.Images[i].AltText ?? "", MaxAltTextLength);
        }
    }

    private void Metafields()
    {
        Count("metafields", "metafields", content.Metafields.Count, MaxMetafields);
        var names = new HashSet<(string, string)>();
        for (var i = 0; i < content.Metafields.Count; i++)
        {
            var (field, metafield) = ($"metafields[{Number(i)}]", content.Metafields[i]);
            var name = $"{metafield.Namespace}.{metafield.Key}";
            if (!IsMetafieldName(metafield.Namespace, metafield.Key))
                Add($"{field}.key", $"'{Short(name)}' is not a metafield name: the namespace has {MinNamespaceLength} to {Product.MaxTextLength} and the key "
                    + $"{MinKeyLength} to {MaxKeyLength} letters, digits, hyphens or underscores.");
            if (!names.Add((metafield.Namespace, metafield.Key)))
                Add($"{field}.key", $"There are two metafields '{Short(name)}'.");
            if (metafield.Type.Length == 0)
                Add($"{field}.type", $"The metafield '{Short(name)}' has no type.");
            else if (!MetafieldValues.IsTypeName(metafield.Type))
                Add($"{field}.type", $"'{Short(metafield.Type)}' is not a metafield type: use one of Shopify's, such as {ProductContentRules.SingleLineText}.");
            Text($"{field}.type", $"The type of metafield '{Short(name)}'", metafield.Type, MaxTypeLength);
            Text($"{field}.value", $"The metafield '{Short(name)}'", metafield.Value, int.MaxValue);
            if (MetafieldValues.Fault(metafield.Type, metafield.Value) is { } fault)
                Add($"{field}.value", $"The metafield '{Short(name)}' {fault}.");
        }
    }

    private void Text(string field, string what, string text, int maximum = Product.MaxTextLength)
    {
        if (text.Length > maximum)
            Add(field, $"{what} is too long: {Number(text.Length)} characters, {Number(maximum)} are allowed.");
        if (!ProductContentRules.IsStorable(text))
            Add(field, $"{what} contains a character that cannot be stored.");
    }

    private void Count(string field, string what, int count, int maximum)
    {
        if (count > maximum)
            Add(field, $"There are {Number(count)} {what}; {Number(maximum)} are allowed.");
    }

    private void Amount(string field, string what, decimal? amount, decimal end, int decimals = 2)
    {
        if (amount is not { } value)
            return;
        if (value < 0)
            Add(field, $"{what} is below zero.");
        else if (value >= end)
            Add(field, $"{what} is too large.");
        else if (decimal.Round(value, decimals) != value)
            Add(field, $"{what} has more than {Number(decimals)} decimals.");
    }

    private void Url(string field, string src)
    {
        if (src.Length > MaxUrlLength)
            Add(field, $"The image URL is too long: {Number(src.Length)} characters, {Number(MaxUrlLength)} are allowed.");
        else if (!Uri.TryCreate(src, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            Add(field, $"'{Short(src)}' is not an image URL: it must begin with https://.");
    }

    private void Add(string field, string sentence)
    {
        if (!_errors.TryGetValue(field, out var sentences))
            _errors[field] = sentences = [];
        if (!sentences.Contains(sentence))
            sentences.Add(sentence);
    }

    private static string Name(VariantContent variant, int index) =>
        variant.OptionValues.Any(value => value.Length > 0)
            ? $"variant '{Short(string.Join(" / ", variant.OptionValues))}'"
            : $"variant {Number(index + 1)}";

    private static string Short(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 59), "…");

    private static string Capital(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // "$app" and "app--123--name" are namespaces of an app's own.
    [GeneratedRegex(@"^(\$app(:[A-Za-z0-9_-]+)?|[A-Za-z0-9_-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamespaceCharacters();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyCharacters();
}
