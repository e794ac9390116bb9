using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

public sealed class ProductRefusalTests
{
    private static readonly string TooLong = new('x', 256);

    public static TheoryData<string, string, string> Faults => new()
    {
        { "blank title", "INVALID_PRODUCT", "title" },
        { "long title", "INVALID_PRODUCT", "title" },
        { "blank handle", "INVALID_PRODUCT", "handle" },
        { "long handle", "INVALID_PRODUCT", "handle" },
        { "long vendor", "INVALID_PRODUCT", "vendor" },
        { "long type", "INVALID_PRODUCT", "productType" },
        { "many tags", "INVALID_PRODUCT", "tags" },
        { "long tag", "INVALID_PRODUCT", "tags" },
        { "four options", "OPTIONS_OVER_LIMIT", "productOptions" },
        { "blank option", "INVALID_PRODUCT", "productOptions.0.name" },
        { "slash in option", "INVALID_PRODUCT", "productOptions.0.name" },
        { "same option twice", "DUPLICATED_OPTION_NAME", "productOptions" },
        { "many variants", "VARIANTS_OVER_LIMIT", "variants" },
        { "same variant twice", "INVALID_VARIANT", "variants.1" },
        { "two variants without options", "INVALID_VARIANT", "variants.1" },
        { "missing value", "OPTION_VALUES_MISSING", "variants.0.optionValues" },
        { "blank value", "OPTION_VALUES_MISSING", "variants.0.optionValues" },
        { "extra value", "INVALID_VARIANT", "variants.0.optionValues" },
        { "long sku", "INVALID_PRODUCT", "variants.0.sku" },
        { "negative price", "INVALID_VARIANT", "variants.0.price" },
        { "negative compare-at price", "INVALID_VARIANT", "variants.0.compareAtPrice" },
        { "huge cost", "INVALID_VARIANT", "variants.0.inventoryItem.cost" },
        { "many images", "INVALID_PRODUCT", "files" },
        { "relative image", "INVALID_PRODUCT", "files.0.originalSource" },
        { "local image", "INVALID_PRODUCT", "files.0.originalSource" },
        { "many metafields", "INVALID_PRODUCT", "metafields" },
        { "same metafield twice", "INVALID_PRODUCT", "metafields" },
        { "price that rounds too high", "INVALID_VARIANT", "variants.0.price" },
        { "too many values of an option", "OPTION_VALUES_OVER_LIMIT", "productOptions.0.values" },
        { "metafield with a short key", "INVALID_METAFIELD", "metafields.1.key" },
        { "metafield without a type", "INVALID_METAFIELD", "metafields.1.type" },
        { "metafield with a wrong value", "INVALID_METAFIELD", "metafields.2.value" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_Shopify_would_refuse_is_refused_before_it_is_sent(string fault, string code, string field)
    {
        var product = A.Product();
        Break(product, fault);

        var refused = Assert.IsType<MapOutcome.Refused>(Map(product, new StoreSettings()));

        Assert.Equal((code, field), (refused.Code, refused.Field));
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_product_is_not_refused() => Assert.IsType<MapOutcome.Ready>(Map(A.ProductWithVariants(3), new StoreSettings()));

    [Fact]
    public void As_many_values_of_an_option_as_a_list_may_have_are_sent()
    {
        var product = A.Product();
        SetOptions(product, ["Size"], [.. Enumerable.Range(1, 250).Select(number => $"{number}")], split: true);

        Assert.IsType<MapOutcome.Ready>(Map(product, new StoreSettings()));
    }

    [Fact]
    public void Variants_whose_values_only_look_alike_when_joined_are_different()
    {
        var product = A.Product();
        product.OptionNames = ["Size", "Width"];
        product.Variants.Clear();
        product.Variants.Add(new ProductVariant { Position = 1, OptionValues = ["36 / 38", "S"] });
        product.Variants.Add(new ProductVariant { Position = 2, OptionValues = ["36", "38 / S"] });

        Assert.IsType<MapOutcome.Ready>(Map(product, new StoreSettings()));
    }

    [Theory]
    [InlineData("long vendor")]
    [InlineData("many tags")]
    [InlineData("negative price")]
    [InlineData("relative image")]
    [InlineData("same metafield twice")]
    public void What_is_not_sent_is_not_checked(string fault)
    {
        var product = A.Product();
        Break(product, fault);
        var textOnly = new StoreSettings { OwnsOrganisation = false, OwnsVariants = false, OwnsMedia = false, OwnsMetafields = false };

        Assert.IsType<MapOutcome.Ready>(Map(product, textOnly));
    }

    private static MapOutcome Map(Product product, StoreSettings settings) =>
        new ProductSetMapper().Map(product, new ChannelState(null, null, null, null, null), settings, force: false);

    private static void Break(Product product, string fault)
    {
        var variant = product.Variants[0];
        Action change = fault switch
        {
            "blank title" => () => product.Title = " ",
            "long title" => () => product.Title = TooLong,
            "blank handle" => () => product.Handle = "",
            "long handle" => () => product.Handle = TooLong,
            "long vendor" => () => product.Vendor = TooLong,
            "long type" => () => product.ProductType = TooLong,
            "many tags" => () => product.Tags = [.. Enumerable.Range(1, 251).Select(number => $"tag {number}")],
            "long tag" => () => product.Tags = [TooLong],
            "four options" => () => SetOptions(product, ["A", "B", "C", "D"], ["1", "2", "3", "4"]),
            "blank option" => () => SetOptions(product, [" "], ["1"]),
            "slash in option" => () => SetOptions(product, ["Size / Colour"], ["1"]),
            "same option twice" => () => SetOptions(product, ["Size", "size"], ["1", "2"]),
            "many variants" => () => SetOptions(product, ["Size"], [.. Enumerable.Range(1, 2049).Select(number => $"{number}")], split: true),
            "same variant twice" => () => SetOptions(product, ["Size"], ["M", "M"], split: true),
            "two variants without options" => () => product.Variants.Add(new ProductVariant { Position = 2 }),
            "missing value" => () => SetOptions(product, ["Size", "Colour"], ["M"]),
            "blank value" => () => SetOptions(product, ["Size"], [" "]),
            "extra value" => () => SetOptions(product, ["Size"], ["M", "Red"]),
            "long sku" => () => variant.Sku = TooLong,
            "negative price" => () => variant.Price = -0.01m,
            "negative compare-at price" => () => variant.CompareAtPrice = -1,
            "huge cost" => () => variant.Cost = 1_000_000_000_000_000_000m,
            "many images" => () => product.Images.AddRange(Enumerable.Range(1, 251).Select(number => Image($"https://cdn.example/{number}.jpg"))),
            "relative image" => () => product.Images.Add(Image("images/a.jpg")),
            "local image" => () => product.Images.Add(Image("file:///home/a.jpg")),
            "many metafields" => () => product.Metafields.AddRange(Enumerable.Range(1, 250).Select(number => Metafield($"key{number}"))),
            "price that rounds too high" => () => variant.Price = 999_999_999_999_999_999.995m,
            "too many values of an option" => () => SetOptions(product, ["Size"], [.. Enumerable.Range(1, 251).Select(number => $"{number}")], split: true),
            "metafield with a short key" => () => product.Metafields.Add(Metafield("k")),
            "metafield without a type" => () => product.Metafields.Add(Metafield("care", type: "")),
            "metafield with a wrong value" => () => product.Metafields.AddRange([Metafield("care"), Metafield("number", type: "number_integer")]),
            "same metafield twice" => () => product.Metafields.AddRange([Metafield("care"), Metafield("care")]),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };
        change();
    }

    private static void SetOptions(Product product, string[] names, string[] values, bool split = false)
    {
        product.OptionNames = [.. names];
        product.Variants.Clear();
        product.Variants.AddRange(split
            ? values.Select((value, index) => new ProductVariant { Position = index + 1, OptionValues = [value] })
            : [new ProductVariant { Position = 1, OptionValues = [.. values] }]);
    }

    private static ProductImage Image(string source) => new() { Src = source };

    private static ProductMetafield Metafield(string key, string type = "single_line_text_field") => new() { Namespace = "custom", Key = key, Type = type, Value = "x" };
}
