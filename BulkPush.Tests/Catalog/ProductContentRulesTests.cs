using BulkPush.Core.Catalog;

namespace BulkPush.Tests.Catalog;

public sealed class ProductContentRulesTests
{
    private static readonly ProductContent Plain = new() { Handle = "mug", Title = "Mug", Variants = [new VariantContent { Price = 12.50m }] };

    private static readonly ProductContent Shirt = new()
    {
        Handle = "shirt",
        Title = "Shirt",
        OptionNames = ["Size", "Colour"],
        Variants = [Variant("S", "Red"), Variant("M", "Red")],
    };

    [Fact]
    public void Sound_content_has_no_errors()
    {
        Assert.Empty(Errors(Plain));
        Assert.Empty(Errors(Shirt));
    }

    public static TheoryData<string, ProductContent, string, string> Refused => new()
    {
        { "blank title", Plain with { Title = "  " }, "title", "The title is missing." },
        { "long title", Plain with { Title = new string('x', 256) }, "title", "The title is too long: 256 characters, 255 are allowed." },
        { "long vendor", Plain with { Vendor = new string('x', 256) }, "vendor", "The vendor is too long: 256 characters, 255 are allowed." },
        { "NUL", Plain with { DescriptionHtml = "a\0b" }, "descriptionHtml", "The description contains a character that cannot be stored." },
        { "half a surrogate pair", Plain with { Vendor = "a\ud83d" }, "vendor", "The vendor contains a character that cannot be stored." },
        { "too many tags", Plain with { Tags = [.. Enumerable.Range(0, 251).Select(i => $"t{i}")] }, "tags", "There are 251 tags; 250 are allowed." },
        { "no variant", Plain with { Variants = [] }, "variants", "A product needs at least one variant." },
        { "too many variants", Many(2049), "variants", "There are 2049 variants; 2048 are allowed." },
        { "slash", Shirt with { OptionNames = ["Size / Fit", "Colour"] }, "optionNames", "The option name 'Size / Fit' contains ' / ', which Shopify does not allow." },
        { "same option twice", Shirt with { OptionNames = ["Size", "size"] }, "optionNames", "There are two options named 'size'." },
        { "four options", Shirt with { OptionNames = ["A", "B", "C", "D"], Variants = [Variant("1", "2", "3", "4")] }, "optionNames", "There are 4 options; 3 are allowed." },
        { "no value", Shirt with { Variants = [Variant("S", " ")] }, "variants[0].optionValues", "Variant 'S / ' has no value for option 'Colour'." },
        { "same tuple", Shirt with { Variants = [Variant("S", "Red"), Variant("S ", "Red")] }, "variants[1].optionValues", "There are two variants 'S / Red'." },
        { "two option-less", Plain with { Variants = [new(), new()] }, "variants[1].optionValues", "A product without options has one variant only; name an option to tell several apart." },
        { "values without options", Plain with { Variants = [Variant("S")] }, "variants[0].optionValues", "Variant 'S' has more option values than the product has options." },
        { "negative price", Priced(-0.01m), "variants[0].price", "The price of variant 1 is below zero." },
        { "price with three decimals", Priced(1.234m), "variants[0].price", "The price of variant 1 has more than 2 decimals." },
        { "price too large", Priced(1_000_000_000_000_000_000m), "variants[0].price", "The price of variant 1 is too large." },
        { "negative cost", Plain with { Variants = [new() { Cost = -1 }] }, "variants[0].cost", "The cost of variant 1 is below zero." },
        { "negative weight", Plain with { Variants = [new() { Weight = -1 }] }, "variants[0].weight", "The weight of variant 1 is below zero." },
        { "bad image", Plain with { Images = [new("shop/a.jpg", null)] }, "images[0].src", "'shop/a.jpg' is not an image URL: it must begin with https://." },
        { "too many images", Plain with { Images = [.. Enumerable.Range(0, 251).Select(i => new ImageContent($"https://images.example.com/{i}", null))] }, "images", "There are 251 images; 250 are allowed." },
        { "too many values of an option", Plain with { OptionNames = ["Number"], Variants = [.. Enumerable.Range(0, 251).Select(i => Variant($"{i}"))] }, "optionNames", "There are 251 values of option 'Number'; 250 are allowed." },
        { "too many metafields", Plain with { Metafields = [.. Enumerable.Range(0, 250).Select(i => new MetafieldContent("custom", $"key{i}", "single_line_text_field", "a"))] }, "metafields", "There are 250 metafields; 249 are allowed." },
        { "not a type", Plain with { Metafields = [new("custom", "care", "Single line", "a")] }, "metafields[0].type", "'Single line' is not a metafield type: use one of Shopify's, such as single_line_text_field." },
        { "wrong value", Plain with { Metafields = [new("custom", "layers", "number_integer", "two")] }, "metafields[0].value", "The metafield 'custom.layers' must be a whole number, without spaces or separators." },
        { "several lines", Plain with { Metafields = [new("custom", "care", "single_line_text_field", "a\nb")] }, "metafields[0].value", "The metafield 'custom.care' is a single line of text but its value has several." },
        { "short namespace", Plain with { Metafields = [new("ab", "care", "single_line_text_field", "a")] }, "metafields[0].key", "'ab.care' is not a metafield name: the namespace has 3 to 255 and the key 2 to 64 letters, digits, hyphens or underscores." },
        { "same metafield twice", Plain with { Metafields = [new("custom", "care", "single_line_text_field", "a"), new("custom", "care", "single_line_text_field", "b")] }, "metafields[1].key", "There are two metafields 'custom.care'." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_what_a_store_would_refuse(string name, ProductContent content, string field, string sentence)
    {
        Assert.NotEmpty(name);
        var (key, sentences) = Assert.Single(Errors(content));

        Assert.Equal(field, key);
        Assert.Equal(sentence, Assert.Single(sentences));
    }

    [Theory]
    [InlineData(2048, 0)]
    [InlineData(2049, 1)]
    public void Allows_as_many_variants_as_Shopify(int count, int errors) => Assert.Equal(errors, Errors(Many(count)).Count);

    [Fact]
    public void Zero_and_the_largest_price_are_prices()
    {
        Assert.Empty(Errors(Priced(0)));
        Assert.Empty(Errors(Priced(999_999_999_999_999_999.99m)));
        Assert.Empty(Errors(Priced(1.500m)));
    }

    [Fact]
    public void Tags_are_trimmed_unique_without_case_and_sorted() =>
        Assert.Equal(["big   sale", "Red"], ProductContentRules.Tags([" Red ", "red", "", "RED", " big   sale "]));

    [Fact]
    public void Title_with_Default_Title_is_a_product_without_options()
    {
        var content = ProductContentRules.Normalise(Plain with { OptionNames = ["Title"], Variants = [Variant("Default Title")] });

        Assert.Empty(content.OptionNames);
        Assert.Empty(Assert.Single(content.Variants).OptionValues);
    }

    [Fact]
    public void An_option_that_is_only_called_Title_stays_an_option()
    {
        var content = ProductContentRules.Normalise(Plain with { OptionNames = ["Title"], Variants = [Variant("Dr"), Variant("Prof")] });

        Assert.Equal(["Title"], content.OptionNames);
        Assert.Empty(ProductContentRules.Validate(content));
    }

    [Fact]
    public void A_variants_image_joins_the_products_images_once()
    {
        var content = ProductContentRules.Normalise(Shirt with
        {
            Images = [new(" https://images.example.com/a.jpg ", " "), new("https://images.example.com/a.jpg", "Front")],
            Variants = [Variant("S", "Red") with { ImageSrc = "https://images.example.com/red.jpg" }, Variant("M", "Red") with { ImageSrc = "https://images.example.com/red.jpg" }],
        });

        Assert.Equal([new("https://images.example.com/a.jpg", "Front"), new ImageContent("https://images.example.com/red.jpg", null)], content.Images);
    }

    [Fact]
    public void Normalising_twice_changes_nothing_more()
    {
        var once = ProductContentRules.Normalise(Shirt with
        {
            Title = " Shirt\t",
            DescriptionHtml = "a\r\nb",
            Tags = ["b", "A", "a "],
            SeoTitle = " ",
            Metafields = [new("custom", "zz", "single_line_text_field", "1"), new("custom", "aa", "single_line_text_field", " "), new("custom", "bb", "single_line_text_field", "2")],
            Variants = [Variant(" S", "Red ") with { Sku = " ", Weight = 1.00005m, Barcode = " 12 " }],
        });

        Assert.True(ProductContentMapping.AreEqual(once, ProductContentRules.Normalise(once)));
        Assert.Equal("a\nb", once.DescriptionHtml);
        Assert.Null(once.SeoTitle);
        Assert.Equal(["bb", "zz"], once.Metafields.Select(field => field.Key));
        Assert.Equal((null, "12", 1.0001m), (once.Variants[0].Sku, once.Variants[0].Barcode, once.Variants[0].Weight));
    }

    private static IReadOnlyDictionary<string, string[]> Errors(ProductContent content) => ProductContentRules.Validate(ProductContentRules.Normalise(content));

    private static ProductContent Priced(decimal price) => Plain with { Variants = [new VariantContent { Price = price }] };

    private static ProductContent Many(int count) => Plain with
    {
        OptionNames = ["Hundred", "Number"],
        Variants = [.. Enumerable.Range(0, count).Select(i => Variant($"{i / 100}", $"{i % 100}"))],
    };

    private static VariantContent Variant(params string[] values) => new() { OptionValues = values, Price = 10 };
}
