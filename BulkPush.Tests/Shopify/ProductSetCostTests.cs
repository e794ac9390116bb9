using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify.Costs;
using static BulkPush.Tests.Shopify.MappedShirt;

namespace BulkPush.Tests.Shopify;

/// <summary>What a product will cost is known before it is sent.</summary>
public sealed class ProductSetCostTests
{
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
}
