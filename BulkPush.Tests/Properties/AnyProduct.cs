using System.Globalization;
using System.Text.Json;
using BulkPush.Core.Catalog;
using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties;

/// <summary>A product as a catalogue may hold it: often sound, often odd, sometimes impossible.</summary>
public sealed record AnyProduct(ProductContent Content)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<decimal> Amount = Gen.Frequency(
        (60, Gen.Choose(0, 99_999).Select(cents => cents / 100m)),
        (6, Gen.Elements(0m, 0.001m, 0.005m, 19.999m, 999_999_999_999_999_999.99m)),
        (1, Gen.Elements(-0.01m, -0.001m, 999_999_999_999_999_999.994m, 999_999_999_999_999_999.995m, 1_000_000_000_000_000_000m, decimal.MaxValue)));

    private static readonly Gen<string> OptionName = Gen.Frequency(
        (60, Gen.Elements("Size", "Colour", "Material", "Title", "Größe")),
        (2, Gen.Elements("size", " Size ", "Size / Colour", "Size/Colour", "")),
        (1, AnyText.Any));

    private static readonly Gen<string> OptionValue = Gen.Frequency(
        (120, Gen.Elements("S", "M", "L", "Red", "Blue", "Default Title", "36", "38", "36 / 38", "38 / 36")),
        (8, Gen.Elements("s", " M ", "Größe", "e\u0301")),
        (1, Gen.Elements("", " ")),
        (1, AnyText.Any));

    private static readonly Gen<string> Address = Gen.Frequency(
        (40, Gen.Choose(1, 6).Select(number => $"https://cdn.example/{number}.jpg")),
        (1, Gen.Elements("http://cdn.example/ä b.jpg", " https://cdn.example/1.jpg ", "images/1.jpg", "file:///a.jpg", "https://", "", "//cdn.example/1.jpg", "ftp://cdn.example/1.jpg")));

    private static readonly Gen<VariantContent> Variant =
        from values in Gen.ArrayOf(OptionValue, 3)
        from sku in Optional(AnyText.Any)
        from barcode in Optional(AnyText.Any)
        from price in Amount
        from compareAt in Optional(Amount)
        from cost in Optional(Amount)
        from weight in Optional(Amount)
        from unit in Gen.Elements(Enum.GetValues<WeightUnit>())
        from policy in Gen.Elements(Enum.GetValues<InventoryPolicy>())
        from flags in Gen.ArrayOf(Gen.Elements(true, false), 3)
        from image in Optional(Address)
        select new VariantContent
        {
            OptionValues = values,
            Sku = sku.Length == 0 ? null : sku[0],
            Barcode = barcode.Length == 0 ? null : barcode[0],
            Price = price,
            CompareAtPrice = compareAt.Length == 0 ? null : compareAt[0],
            Cost = cost.Length == 0 ? null : cost[0],
            Weight = weight.Length == 0 ? null : weight[0],
            WeightUnit = unit,
            InventoryPolicy = policy,
            IsTracked = flags[0],
            IsTaxable = flags[1],
            RequiresShipping = flags[2],
            ImageSrc = image.Length == 0 ? null : image[0],
        };

    /// <summary>Options with variants that mostly have one value for each, and mostly different ones.</summary>
    private static readonly Gen<(string[] Names, VariantContent[] Variants)> Choices =
        from options in Gen.Frequency((40, Gen.Choose(0, 3)), (1, Gen.Constant(4)))
        from isDistinct in Gen.Frequency((20, Gen.Constant(true)), (1, Gen.Constant(false)))
        from made in Gen.ArrayOf(OptionName, options)
        let names = isDistinct ? [.. made.DistinctBy(name => name.Trim().ToUpperInvariant())] : made
        from count in names.Length == 0 ? Gen.Frequency((30, Gen.Constant(1)), (1, Gen.Choose(0, 2))) : Gen.Choose(0, 6)
        from variants in Gen.ArrayOf(Variant, count)
        from surplus in Gen.Frequency((40, Gen.Constant(0)), (1, Gen.Elements(-1, 1)))
        let fitted = variants.Select(variant => variant with { OptionValues = [.. variant.OptionValues.Take(Math.Max(0, names.Length + surplus))] })
        select (names, isDistinct ? [.. fitted.DistinctBy(variant => string.Join('\u001f', variant.OptionValues.Select(value => value.Trim())))] : fitted.ToArray());

    private static readonly Gen<ProductContent> Contents =
        from number in Gen.Choose(1, 1_000_000)
        from handle in Gen.Frequency((40, Gen.Constant(string.Create(CultureInfo.InvariantCulture, $"product-{number}"))), (3, AnyText.Any), (1, Gen.Elements("%%%", "  Set / 東京 300 % ", "e\u0301clair")))
        from title in AnyText.Any
        from texts in Gen.ArrayOf(AnyText.Any, 5)
        from category in Gen.Elements(null, "", "aa-1-1", "Apparel > Shirts", "gid://shopify/TaxonomyCategory/sg-4", "gid://shopify/TaxonomyCategory/red hat", "aa-1-1\n")
        from tags in Gen.Frequency((60, Gen.ListOf(AnyText.Any, 4)), (1, Gen.Constant(Enumerable.Range(1, 251).Select(tag => $"tag {tag}").ToList())))
        from status in Gen.Elements(Enum.GetValues<ProductStatus>())
        from choices in Choices
        from images in Gen.Sized(size => Gen.ListOf(from source in Address from alt in Optional(AnyText.Any) select new ImageContent(source, alt.Length == 0 ? null : alt[0]), size % 5))
        from metafields in Gen.Sized(size => Gen.ListOf(AnyMetafield.Any, size % 4))
        select new ProductContent
        {
            Handle = handle,
            Title = title,
            DescriptionHtml = texts[0],
            Vendor = texts[1],
            ProductType = texts[2],
            Category = category,
            Tags = [.. tags],
            Status = status,
            SeoTitle = texts[3],
            SeoDescription = texts[4],
            OptionNames = choices.Names,
            Variants = choices.Variants,
            Images = [.. images],
            Metafields = [.. metafields],
        };

    public static Arbitrary<AnyProduct> Arbitrary { get; } = Arb.From(Contents.Select(content => new AnyProduct(content)), Smaller);

    /// <summary>As the catalogue stores it, whether its rules allow it or not.</summary>
    public Product ToProduct() => ProductContentMapping.Create(Content, Support.A.Moment);

    public override string ToString() => JsonSerializer.Serialize(Content, Readable);

    private static Gen<T[]> Optional<T>(Gen<T> value) => Gen.Frequency((1, Gen.Constant(Array.Empty<T>())), (1, value.Select(one => new[] { one })));

    /// <summary>One thing less, or one thing made plain.</summary>
    private static IEnumerable<AnyProduct> Smaller(AnyProduct product)
    {
        var content = product.Content;
        var plain = new ProductContent { Handle = "a", Title = "A" };
        ProductContent[] smaller =
        [
            content with { Handle = plain.Handle },
            content with { Title = plain.Title },
            content with { DescriptionHtml = "" },
            content with { Vendor = "" },
            content with { ProductType = "" },
            content with { Category = null },
            content with { SeoTitle = null },
            content with { SeoDescription = null },
            content with { Status = ProductStatus.Active },
            content with { OptionNames = [], Variants = [.. content.Variants.Take(1).Select(variant => variant with { OptionValues = [] })] },
            .. Without(content.Tags).Select(tags => content with { Tags = tags }),
            .. Without(content.Variants).Select(variants => content with { Variants = variants }),
            .. Without(content.Images).Select(images => content with { Images = images }),
            .. Without(content.Metafields).Select(metafields => content with { Metafields = metafields }),
            .. content.Variants.Select((variant, index) => content with { Variants = [.. content.Variants.Take(index), Plain(variant), .. content.Variants.Skip(index + 1)] }),
        ];
        return smaller.Where(one => !ProductContentMapping.AreEqual(one, content)).Select(one => new AnyProduct(one));
    }

    private static VariantContent Plain(VariantContent variant) => new() { OptionValues = variant.OptionValues, Price = 1 };

    private static IEnumerable<IReadOnlyList<T>> Without<T>(IReadOnlyList<T> list) => list.Count > 20
        ? [[.. list.Take(list.Count / 2)]]
        : list.Select((_, index) => (IReadOnlyList<T>)[.. list.Take(index), .. list.Skip(index + 1)]);
}
