using System.Globalization;
using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Shopify.Costs;
using BulkPush.Core.Stores;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

public sealed class ProductSetMapperTests
{
    private static readonly StoreSettings Everything = new();
    private static readonly ChannelState Never = new(null, null, null, null, null);

    [Fact]
    public void Sends_what_the_catalogue_says_in_Shopifys_terms()
    {
        var input = Full(AShirt());

        Assert.Equal("Wool shirt", Text(input, "title"));
        Assert.Equal("wool-shirt", Text(input, "handle"));
        Assert.Equal("<p>Warm</p>", Text(input, "descriptionHtml"));
        Assert.Equal("Northwind", Text(input, "vendor"));
        Assert.Equal("Shirts", Text(input, "productType"));
        Assert.Equal("ACTIVE", Text(input, "status"));
        Assert.Equal("""{"title":"Buy wool","description":""}""", input["seo"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"Colour","position":1,"values":[{"name":"Red"},{"name":"Blue"}]},{"name":"Size","position":2,"values":[{"name":"M"},{"name":"L"}]}]""",
            input["productOptions"]!.ToJsonString());
        Assert.Equal(
            """
            {"optionValues":[{"optionName":"Colour","name":"Red"},{"optionName":"Size","name":"M"}],"sku":"RM","barcode":"","price":"19.90","compareAtPrice":null,
            "taxable":true,"inventoryPolicy":"DENY","inventoryItem":{"cost":"7.00","tracked":true,"requiresShipping":true,"measurement":{"weight":{"value":1.5,"unit":"POUNDS"}}}}
            """.ReplaceLineEndings(""),
            input["variants"]![0]!.ToJsonString());
        Assert.Equal("""[{"originalSource":"https://cdn.example/a.jpg","alt":"Front","contentType":"IMAGE"}]""", input["files"]!.ToJsonString());
        Assert.Equal(
            """[{"namespace":"$app","key":"bulkpush_product_id","type":"id","value":"0192f6a0-0000-7000-8000-00000000002a"},{"namespace":"custom","key":"care","type":"single_line_text_field","value":"Wash cold"}]""",
            input["metafields"]!.ToJsonString());
    }

    [Fact]
    public void Never_touches_stock() => Assert.DoesNotContain("inventoryQuantities", Full(AShirt()).ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void A_product_without_options_has_Shopifys_default_option()
    {
        var product = AShirt();
        product.OptionNames.Clear();
        product.Variants.RemoveRange(1, 2);
        product.Variants[0].OptionValues = [];

        var input = Full(product);

        Assert.Equal("""[{"name":"Title","position":1,"values":[{"name":"Default Title"}]}]""", input["productOptions"]!.ToJsonString());
        Assert.Equal("""[{"optionName":"Title","name":"Default Title"}]""", input["variants"]![0]!["optionValues"]!.ToJsonString());
    }

    [Fact]
    public void A_product_without_variants_leaves_the_stores_variants_alone()
    {
        var product = AShirt();
        product.Variants.Clear();

        var ready = Ready(product);

        Assert.DoesNotContain("variants", ready.Call.Full.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("productOptions", ready.Call.Full.ToJson(), StringComparison.Ordinal);
        Assert.Null(ready.Hashes.Variants);
    }

    [Fact]
    public void Tags_are_in_the_form_that_Shopify_keeps()
    {
        var product = AShirt();
        product.Tags = [" Red ", "red", "RED", " big   sale ", ""];

        Assert.Equal("""["big   sale","Red"]""", Full(product)["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("aa-1-1", "gid://shopify/TaxonomyCategory/aa-1-1")]
    [InlineData("gid://shopify/TaxonomyCategory/sg-4", "gid://shopify/TaxonomyCategory/sg-4")]
    [InlineData("Apparel > Shirts", null)]
    [InlineData("gid://shopify/TaxonomyCategory/red hat", null)]
    [InlineData(null, null)]
    public void Only_a_taxonomy_id_is_sent_as_category(string? category, string? sent)
    {
        var product = AShirt();
        product.Category = category;

        Assert.Equal(sent, Full(product)["category"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("1234567.5", "1234567.50")]
    [InlineData("0.125", "0.13")]
    public void Money_is_text_with_two_decimals_in_every_culture(string price, string sent)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var product = AShirt();
            product.Variants[0].Price = decimal.Parse(price, CultureInfo.InvariantCulture);

            Assert.Equal(sent, Full(product)["variants"]![0]!["price"]!.GetValue<string>());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Blank_metafields_and_a_forged_custom_id_are_not_sent()
    {
        var product = AShirt();
        product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = "blank", Type = "single_line_text_field", Value = "  " });
        product.Metafields.Add(new ProductMetafield { Namespace = "$app", Key = "bulkpush_product_id", Type = "id", Value = "7" });

        Assert.Equal(2, Full(product)["metafields"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(nameof(StoreSettings.OwnsText), new[] { "descriptionHtml" })]
    [InlineData(nameof(StoreSettings.OwnsOrganisation), new[] { "vendor", "productType", "tags" })]
    [InlineData(nameof(StoreSettings.OwnsVariants), new[] { "productOptions", "variants" })]
    [InlineData(nameof(StoreSettings.OwnsMedia), new[] { "files" })]
    [InlineData(nameof(StoreSettings.OwnsSeo), new[] { "seo" })]
    [InlineData(nameof(StoreSettings.OwnsMetafields), new[] { "metafields" })]
    [InlineData(nameof(StoreSettings.OwnsStatus), new[] { "status" })]
    public void A_group_that_the_store_owns_is_left_out(string group, string[] fields)
    {
        var all = Members(Full(AShirt()));

        var left = Members(Full(AShirt(), Without(group)));

        Assert.Equal(all.Except(fields), left);
    }

    [Fact]
    public void Lists_that_the_store_owns_have_no_hash_and_cost_nothing()
    {
        var ready = Ready(AShirt(), settings: new StoreSettings { OwnsVariants = false, OwnsMedia = false, OwnsMetafields = false });

        Assert.Equal((null, null, null), (ready.Hashes.Variants, ready.Hashes.Media, ready.Hashes.Metafields));
        Assert.Equal(10, ready.Call.PredictedCost);
    }

    [Fact]
    public void A_new_product_gets_title_and_handle_even_where_the_store_owns_its_text()
    {
        var ready = Ready(AShirt(), Never with { ShopifyProductId = "gid://shopify/Product/1" }, Without(nameof(StoreSettings.OwnsText)));

        Assert.Equal("wool-shirt", Text(Parse(ready.Call.Full), "handle"));
        Assert.Equal("Wool shirt", Text(Parse(ready.Call.Full), "title"));
        Assert.False(Parse(ready.Call.Update).ContainsKey("handle"));
        Assert.False(Parse(ready.Call.Update).ContainsKey("title"));
    }

    [Fact]
    public void Prices_the_store_owns_are_left_out_of_the_variants()
    {
        var variant = Full(AShirt(), Without(nameof(StoreSettings.OwnsPrices)))["variants"]![0]!.AsObject();

        Assert.False(variant.ContainsKey("price"));
        Assert.False(variant.ContainsKey("compareAtPrice"));
        Assert.Equal("RM", variant["sku"]!.GetValue<string>());
    }

    [Fact]
    public void An_equal_product_is_unchanged_unless_forced()
    {
        var pushed = Pushed(AShirt());

        Assert.IsType<MapOutcome.Unchanged>(Map(AShirt(), pushed, Everything));
        Assert.IsType<MapOutcome.Ready>(Map(AShirt(), pushed, Everything, force: true));
        Assert.IsType<MapOutcome.Ready>(Map(AShirt(), pushed, Without(nameof(StoreSettings.OwnsSeo))));
    }

    [Fact]
    public void A_product_whose_id_in_the_store_is_unknown_is_sent_whatever_the_hash_says() =>
        Assert.IsType<MapOutcome.Ready>(Map(AShirt(), Pushed(AShirt()) with { ShopifyProductId = null }, Everything));

    [Theory]
    [InlineData("title", "")]
    [InlineData("price", "productOptions,variants")]
    [InlineData("image", "files")]
    [InlineData("metafield", "metafields")]
    public void An_update_carries_only_the_lists_that_changed(string change, string lists)
    {
        var pushed = Pushed(AShirt());
        var product = AShirt();
        Change(product, change);

        var update = Members(Parse(Ready(product, pushed).Call.Update));

        Assert.Equal(lists, string.Join(',', update.Intersect(["productOptions", "variants", "files", "metafields"])));
    }

    [Fact]
    public void A_change_that_the_store_owns_changes_nothing()
    {
        var settings = Without(nameof(StoreSettings.OwnsText));
        var pushed = Pushed(AShirt(), settings);
        var product = AShirt();
        Change(product, "title");

        Assert.IsType<MapOutcome.Unchanged>(Map(product, pushed, settings));
    }

    [Fact]
    public void Force_sends_every_list_but_does_not_import_the_same_images_again()
    {
        var update = Members(Parse(Ready(AShirt(), Pushed(AShirt()), force: true).Call.Update));

        Assert.Contains("variants", update);
        Assert.Contains("metafields", update);
        Assert.DoesNotContain("files", update);
    }

    [Fact]
    public void A_product_that_never_had_metafields_leaves_the_stores_metafields_alone()
    {
        var product = AShirt();
        product.Metafields.Clear();
        var pushed = Pushed(product);
        Change(product, "price");

        Assert.DoesNotContain("metafields", Members(Full(product)));
        Assert.DoesNotContain("metafields", Members(Parse(Ready(product, pushed, force: true).Call.Update)));
    }

    [Fact]
    public void Removed_metafields_are_removed_in_the_store()
    {
        var pushed = Pushed(AShirt());
        var product = AShirt();
        product.Metafields.Clear();

        var metafield = Assert.Single(Parse(Ready(product, pushed).Call.Update)["metafields"]!.AsArray());
        Assert.Equal("bulkpush_product_id", Text(metafield!.AsObject(), "key"));
    }

    [Fact]
    public void After_a_call_without_an_answer_metafields_are_sent_although_there_are_none()
    {
        var product = AShirt();
        product.Metafields.Clear();

        Assert.Contains("metafields", Members(Parse(Ready(product, Pushed(product) with { PushedHash = null, PushedMetafieldsHash = null }).Call.Update)));
    }

    [Fact]
    public void Removed_images_are_removed_in_the_store()
    {
        var pushed = Pushed(AShirt());
        var product = AShirt();
        product.Images.Clear();

        Assert.Empty(Parse(Ready(product, pushed).Call.Update)["files"]!.AsArray());
    }

    [Fact]
    public void A_variants_image_travels_with_the_products_images()
    {
        var product = AShirt();
        product.Variants[1].ImageSrc = "https://cdn.example/a.jpg";
        product.Variants[2].ImageSrc = "https://cdn.example/not-in-the-product.jpg";

        var input = Parse(Ready(product, Pushed(AShirt())).Call.Update);

        Assert.Equal("https://cdn.example/a.jpg", input["variants"]![1]!["file"]!["originalSource"]!.GetValue<string>());
        Assert.False(input["variants"]![2]!.AsObject().ContainsKey("file"));
        Assert.Single(input["files"]!.AsArray());
    }

    [Fact]
    public void A_changed_price_does_not_drag_the_variants_images_along()
    {
        var product = AShirt();
        product.Variants[1].ImageSrc = "https://cdn.example/a.jpg";
        var pushed = Pushed(product);
        Change(product, "price");

        var update = Ready(product, pushed).Call.Update.ToJson();

        Assert.DoesNotContain("file", update, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_image_twice_is_imported_once()
    {
        var product = AShirt();
        product.Images.Add(new ProductImage { Position = 2, Src = "https://cdn.example/a.jpg" });

        Assert.Single(Full(product)["files"]!.AsArray());
    }

    [Theory]
    [InlineData(1, 0, 0, 10)] // 10 + 0.2, rounded; the custom id is in no list
    [InlineData(1, 0, 1, 11)] // 10 + 0.2 + 0.4 for the metafield + 0.4 for the custom id, rounded
    [InlineData(10, 4, 3, 21)]
    [InlineData(2048, 0, 0, 420)]
    [InlineData(2048, 250, 249, 995)]
    public void The_cost_of_a_call_is_known_before_it_is_sent(int variants, int images, int metafields, int cost)
    {
        var product = ALarge(variants, images, metafields);

        Assert.Equal(cost, Ready(product).Call.PredictedCost);
    }

    [Fact]
    public void Variant_images_that_would_make_the_call_too_dear_are_left_out()
    {
        var product = ALarge(2048, 2, 0);
        product.Variants.ForEach(variant => variant.ImageSrc = product.Images[0].Src);

        var ready = Ready(product);

        Assert.True(ready.Call.PredictedCost <= CostRules.MaxCallCost);
        Assert.DoesNotContain("\"file\"", ready.Call.Full.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_about_content_not_about_its_form()
    {
        var other = AShirt();
        other.Variants[0].Price = 19.9m;
        other.Variants[0].Weight = 1.50m;
        other.Tags = [" wool"];
        other.Metafields.Reverse();
        other.Variants.Reverse();

        Assert.Equal(Ready(AShirt()).Hashes, Ready(other).Hashes);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("price")]
    [InlineData("image")]
    [InlineData("metafield")]
    [InlineData("alt")]
    [InlineData("order")]
    public void The_hash_sees_every_change(string change)
    {
        var product = AShirt();
        Change(product, change);

        Assert.NotEqual(Ready(AShirt()).Hashes.Whole, Ready(product).Hashes.Whole);
    }

    private static Product AShirt()
    {
        var product = new Product
        {
            Id = 42,
            CustomId = Guid.Parse("0192f6a0-0000-7000-8000-00000000002a"),
            Handle = "wool-shirt",
            Title = "Wool shirt",
            DescriptionHtml = "<p>Warm</p>",
            Vendor = "Northwind",
            ProductType = "Shirts",
            Tags = ["wool"],
            SeoTitle = "Buy wool",
            OptionNames = ["Colour", "Size"],
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        product.Variants.Add(new ProductVariant
        {
            Position = 1,
            OptionValues = ["Red", "M"],
            Sku = "RM",
            Price = 19.90m,
            Cost = 7m,
            IsTracked = true,
            Weight = 1.5m,
            WeightUnit = WeightUnit.Pounds,
        });
        product.Variants.Add(new ProductVariant { Position = 2, OptionValues = ["Red", "L"], Sku = "RL", Price = 19.90m });
        product.Variants.Add(new ProductVariant { Position = 3, OptionValues = ["Blue", "M"], Sku = "BM", Price = 19.90m });
        product.Images.Add(new ProductImage { Position = 1, Src = "https://cdn.example/a.jpg", AltText = "Front" });
        product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = "care", Type = "single_line_text_field", Value = "Wash cold" });
        return product;
    }

    private static Product ALarge(int variants, int images, int metafields)
    {
        var product = AShirt();
        product.OptionNames = ["Hundred", "Number"];
        product.Variants.Clear();
        product.Images.Clear();
        product.Metafields.Clear();
        for (var number = 1; number <= variants; number++)
            product.Variants.Add(new ProductVariant { Position = number, OptionValues = [$"{number / 100}", $"{number % 100}"] });
        for (var number = 1; number <= images; number++)
            product.Images.Add(new ProductImage { Position = number, Src = $"https://cdn.example/{number}.jpg" });
        for (var number = 1; number <= metafields; number++)
            product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = $"key{number}", Type = "single_line_text_field", Value = "x" });
        if (metafields == 3)
            product.Metafields.RemoveAt(2); // The custom id is the third.
        return product;
    }

    private static void Change(Product product, string what)
    {
        switch (what)
        {
            case "title":
                product.Title = "Another";
                break;
            case "price":
                product.Variants[2].Price = 1m;
                break;
            case "image":
                product.Images.Add(new ProductImage { Position = 2, Src = "https://cdn.example/b.jpg" });
                break;
            case "alt":
                product.Images[0].AltText = "Back";
                break;
            case "metafield":
                product.Metafields[0].Value = "Wash hot";
                break;
            case "order":
                product.Variants[0].Position = 9;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    private static StoreSettings Without(string group)
    {
        var settings = new StoreSettings();
        typeof(StoreSettings).GetProperty(group)!.SetValue(settings, false);
        return settings;
    }

    private static ChannelState Pushed(Product product, StoreSettings? settings = null)
    {
        var hashes = Ready(product, settings: settings).Hashes;
        return new ChannelState("gid://shopify/Product/1", hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);
    }

    private static MapOutcome Map(Product product, ChannelState channel, StoreSettings settings, bool force = false) =>
        new ProductSetMapper().Map(product, channel, settings, force);

    private static MapOutcome.Ready Ready(Product product, ChannelState? channel = null, StoreSettings? settings = null, bool force = false) =>
        Assert.IsType<MapOutcome.Ready>(Map(product, channel ?? Never, settings ?? Everything, force));

    private static JsonObject Full(Product product, StoreSettings? settings = null) => Parse(Ready(product, settings: settings).Call.Full);

    private static JsonObject Parse(ProductSetInput input) => JsonNode.Parse(input.ToJson())!.AsObject();

    private static string[] Members(JsonObject input) => [.. input.Select(member => member.Key).Where(key => key is not "title" and not "handle")];

    private static string? Text(JsonObject input, string name) => input[name]?.GetValue<string>();
}
