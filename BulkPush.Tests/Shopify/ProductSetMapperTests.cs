using System.Globalization;
using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using static BulkPush.Tests.Shopify.MappedShirt;

namespace BulkPush.Tests.Shopify;

/// <summary>What a product looks like in Shopify's terms, and who owns which part of it.</summary>
public sealed class ProductSetMapperTests
{
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

    [Fact]
    public void The_same_image_twice_is_imported_once()
    {
        var product = AShirt();
        product.Images.Add(new ProductImage { Position = 2, Src = "https://cdn.example/a.jpg" });

        Assert.Single(Full(product)["files"]!.AsArray());
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
}
