using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using static BulkPush.Tests.Shopify.MappedShirt;

namespace BulkPush.Tests.Shopify;

/// <summary>What is sent of a product that the store has: what changed since it last accepted the product.</summary>
public sealed class ProductSetUpdateTests
{
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
}
