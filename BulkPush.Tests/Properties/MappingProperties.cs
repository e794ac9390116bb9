using System.Globalization;
using System.Text.Json;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Properties;

/// <summary>What holds for the way of any product from the catalogue to the input of a call.</summary>
public sealed class MappingProperties
{
    private static readonly ChannelState Never = new(null, null, null, null, null);
    private static readonly StoreSettings Everything = new();

    [Randomised(300)]
    public void A_product_is_mapped_or_refused_with_a_code_a_place_and_a_sentence(AnyProduct any)
    {
        switch (Map(any.ToProduct()))
        {
            case MapOutcome.Ready ready:
                Assert.NotEmpty(JsonDocument.Parse(ready.Call.Full.ToJson()).RootElement.GetProperty("title").GetString()!);
                break;
            case MapOutcome.Refused refused:
                Assert.Matches("^[A-Z_]+$", refused.Code);
                Assert.Matches(@"^[a-zA-Z]+(\.\w+)*$", refused.Field);
                Assert.Matches(@"(?s)^[A-Z].* .*\.$", refused.Message);
                break;
            case var other:
                Assert.Fail($"A product that was never pushed came out as {other}.");
                break;
        }
    }

    [Randomised(200)]
    public void The_same_product_gives_the_same_call_in_every_culture_and_in_every_order_of_its_rows(AnyProduct any)
    {
        var first = Map(any.ToProduct());
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        try
        {
            var product = any.ToProduct();
            product.Variants.Reverse();
            product.Images.Reverse();
            product.Metafields.Reverse();

            AssertSame(first, Map(product));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Randomised(200)]
    public void What_was_accepted_is_unchanged_until_something_changes(AnyProduct any)
    {
        if (Map(any.ToProduct()) is not MapOutcome.Ready { Hashes: var hashes })
            return;

        var pushed = new ChannelState("gid://shopify/Product/1", hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);
        var renamed = any.ToProduct();
        renamed.Title = "Renamed";

        Assert.IsType<MapOutcome.Unchanged>(Map(any.ToProduct(), pushed));
        var update = JsonDocument.Parse(Assert.IsType<MapOutcome.Ready>(Map(renamed, pushed)).Call.Update.ToJson()).RootElement;
        Assert.Empty(update.EnumerateObject().Select(member => member.Name).Intersect(["variants", "productOptions", "files", "metafields"]));
    }

    [Randomised(200)]
    public void A_call_costs_what_its_text_and_variables_say(AnyProduct any)
    {
        if (Map(any.ToProduct()) is not MapOutcome.Ready { Call: var call })
            return;

        var variables = JsonSerializer.SerializeToElement(new { input = JsonDocument.Parse(call.Full.ToJson()).RootElement });
        Assert.Equal(ShopifyDocuments.ProductSet.Cost.Requested(variables), call.PredictedCost);
        Assert.Equal(ShopifyDocuments.ProductSet.Cost.InputComplexity(variables), call.Full.Complexity);
    }

    [Randomised(300)]
    public void What_the_catalogues_rules_allow_is_never_refused(AnyProduct any)
    {
        var content = ProductContentRules.Normalise(any.Content);
        if (ProductContentRules.Validate(content).Count > 0)
            return;

        Assert.IsType<MapOutcome.Ready>(Map(ProductContentMapping.Create(content, Support.A.Moment)));
    }

    private static void AssertSame(MapOutcome first, MapOutcome second)
    {
        if (first is MapOutcome.Ready a && second is MapOutcome.Ready b)
            Assert.Equal((a.Hashes, a.Call.Full.ToJson(), a.Call.Update.ToJson()), (b.Hashes, b.Call.Full.ToJson(), b.Call.Update.ToJson()));
        else
            Assert.Equal(first, second);
    }

    private static MapOutcome Map(Product product, ChannelState? channel = null) => new ProductSetMapper().Map(product, channel ?? Never, Everything, force: false);
}
