using System.Text;

namespace BulkPush.Core.Catalog;

/// <summary>
/// What a product may say. Import and edit share it: first <see cref="Normalise(ProductContent)"/> brings content into the form in which Shopify stores it
/// (so that equal content compares equal), then <see cref="Validate"/> names everything that a store would refuse.
/// </summary>
public static class ProductContentRules
{
    public const string SingleLineText = "single_line_text_field";
    public const string MultiLineText = "multi_line_text_field";

    /// <summary>Shopify's only option and its only value for a product without options; here such a product has no option at all.</summary>
    public const string DefaultOptionName = "Title";

    /// <inheritdoc cref="DefaultOptionName"/>
    public const string DefaultOptionValue = "Default Title";

    public static ProductContent Normalise(ProductContent content)
    {
        var isOptionless = IsOptionless(content);
        var variants = content.Variants.Select(variant => Normalise(variant, isOptionless)).ToArray();
        return content with
        {
            Handle = ProductHandle.From(content.Handle, content.Title),
            Title = content.Title.Trim(),
            DescriptionHtml = Lines(content.DescriptionHtml),
            Vendor = content.Vendor.Trim(),
            ProductType = content.ProductType.Trim(),
            Category = Blank(content.Category),
            Tags = Tags(content.Tags),
            SeoTitle = Blank(content.SeoTitle),
            SeoDescription = Blank(content.SeoDescription),
            OptionNames = isOptionless ? [] : content.OptionNames.Select(name => name.Trim()).ToArray(),
            Variants = variants,
            Images = Images(content.Images, variants),
            Metafields = Metafields(content.Metafields),
        };
    }

    /// <summary>Field name (<c>title</c>, <c>variants[2].price</c>) to sentences; empty when a store would take the content.</summary>
    /// <param name="content">Normalised content.</param>
    public static IReadOnlyDictionary<string, string[]> Validate(ProductContent content) => new ProductContentCheck(content).Run();

    /// <summary>Tags as Shopify stores them: trimmed, without blanks, unique without regard to case, sorted (capture 20).</summary>
    public static IReadOnlyList<string> Tags(IEnumerable<string> tags) => tags
        .Select(tag => tag.Trim())
        .Where(tag => tag.Length > 0)
        .DistinctBy(tag => tag.ToUpperInvariant())
        .Order(StringComparer.OrdinalIgnoreCase)
        .ToArray();

    private static bool IsOptionless(ProductContent content) =>
        content.OptionNames.Count == 0
        || (content.OptionNames is [var name]
            && name.Trim() == DefaultOptionName
            && content.Variants.All(variant => variant.OptionValues is [] || (variant.OptionValues is [var value] && value.Trim() == DefaultOptionValue)));

    private static VariantContent Normalise(VariantContent variant, bool isOptionless) => variant with
    {
        OptionValues = isOptionless && variant.OptionValues.All(value => value.Trim() is "" or DefaultOptionValue)
            ? []
            : variant.OptionValues.Select(value => value.Trim()).ToArray(),
        Sku = Blank(variant.Sku),
        Barcode = Blank(variant.Barcode),
        Weight = variant.Weight is { } weight ? decimal.Round(weight, ProductContentCheck.WeightDecimals, MidpointRounding.AwayFromZero) : null,
        ImageSrc = Blank(variant.ImageSrc),
    };

    /// <summary>One image per URL, in order; a variant's image that the product lacks comes last, as Shopify adds it.</summary>
    private static ImageContent[] Images(IEnumerable<ImageContent> images, IEnumerable<VariantContent> variants) => images
        .Select(image => new ImageContent(image.Src.Trim(), Blank(image.AltText)))
        .Concat(variants.Where(variant => variant.ImageSrc is not null).Select(variant => new ImageContent(variant.ImageSrc!, null)))
        .GroupBy(image => image.Src, StringComparer.Ordinal)
        .Select(same => new ImageContent(same.Key, same.Select(image => image.AltText).FirstOrDefault(text => text is not null)))
        .ToArray();

    private static MetafieldContent[] Metafields(IEnumerable<MetafieldContent> metafields) => metafields
        .Select(field => new MetafieldContent(field.Namespace.Trim(), field.Key.Trim(), field.Type.Trim(), Lines(field.Value)))
        .Where(field => !string.IsNullOrWhiteSpace(field.Value))
        .OrderBy(field => field.Namespace, StringComparer.Ordinal)
        .ThenBy(field => field.Key, StringComparer.Ordinal)
        .ToArray();

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : Lines(text.Trim());

    /// <summary>Line ends as line feeds: the same text saved on another system is not a change.</summary>
    private static string Lines(string text) => text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;

    /// <summary>PostgreSQL and JSON take neither NUL nor half a surrogate pair.</summary>
    internal static bool IsStorable(string text)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (rest[0] == '\0' || Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[used..];
        }

        return true;
    }
}
