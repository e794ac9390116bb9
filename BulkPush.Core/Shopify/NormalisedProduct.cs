using System.Text.RegularExpressions;
using BulkPush.Core.Catalog;

namespace BulkPush.Core.Shopify;

/// <summary>A product in the form in which Shopify keeps it, so that equal content gives equal hashes (FACTS section 10).</summary>
internal sealed partial class NormalisedProduct
{
    private const string CategoryPrefix = "gid://shopify/TaxonomyCategory/";

    /// <summary>Shopify's name for the one option of a product that has none (capture 19).</summary>
    private const string OnlyOption = "Title";
    private const string OnlyValue = "Default Title";

    public NormalisedProduct(Product product)
    {
        Product = product;
        Variants = [.. product.Variants.OrderBy(variant => variant.Position).ThenBy(variant => variant.Id)];
        OptionNames = product.OptionNames.Count == 0 ? [OnlyOption] : [.. product.OptionNames.Select(name => (name ?? "").Trim())];
        OptionValues = [.. Variants.Select(ValuesOf)];
        Images = [.. product.Images.OrderBy(image => image.Position).ThenBy(image => image.Id).DistinctBy(image => image.Src)];
        Metafields =
        [
            .. product.Metafields
                .Where(metafield => !string.IsNullOrWhiteSpace(metafield.Value) && !CustomId.IsReserved(metafield))
                .OrderBy(metafield => metafield.Namespace, StringComparer.Ordinal)
                .ThenBy(metafield => metafield.Key, StringComparer.Ordinal),
        ];
        Tags =
        [
            .. product.Tags
                .Select(tag => tag.Trim())
                .Where(tag => tag.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
        Category = CategoryGid(product.Category);

        var bySource = Images.ToDictionary(image => image.Src, StringComparer.Ordinal);
        VariantImages = [.. Variants.Select(variant => variant.ImageSrc is { } source ? bySource.GetValueOrDefault(source) : null)];
    }

    public Product Product { get; }

    public IReadOnlyList<ProductVariant> Variants { get; }

    public IReadOnlyList<string> OptionNames { get; }

    /// <summary>Values of each variant in <see cref="Variants"/>, in the order of <see cref="OptionNames"/>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> OptionValues { get; }

    /// <summary>Images with different sources: Shopify would import the same source twice.</summary>
    public IReadOnlyList<ProductImage> Images { get; }

    /// <summary>Each variant's image when it is one of <see cref="Images"/>, as Shopify demands; else null.</summary>
    public IReadOnlyList<ProductImage?> VariantImages { get; }

    /// <summary>Without blank ones, which Shopify refuses: leaving them out of the list deletes them there.</summary>
    public IReadOnlyList<ProductMetafield> Metafields { get; }

    /// <summary>Trimmed, unique without regard to case, sorted; spaces inside stay (capture 20).</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Taxonomy GID; null when the catalogue has none or only the name of one.</summary>
    public string? Category { get; }

    /// <summary>Values of an option that variants use, in the order in which they appear; Shopify refuses values that none uses.</summary>
    public IEnumerable<string> UsedValues(int option) => OptionValues.Select(values => values[option]).Distinct(StringComparer.Ordinal);

    private IReadOnlyList<string> ValuesOf(ProductVariant variant) =>
        Product.OptionNames.Count == 0 ? [OnlyValue] : [.. variant.OptionValues.Select(value => (value ?? "").Trim())];

    private static string? CategoryGid(string? category)
    {
        var id = category?.Trim() ?? "";
        if (id.StartsWith(CategoryPrefix, StringComparison.Ordinal))
            id = id[CategoryPrefix.Length..];
        return TaxonomyId().IsMatch(id) ? CategoryPrefix + id : null;
    }

    [GeneratedRegex(@"^[a-z]{2}(-[0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TaxonomyId();
}
