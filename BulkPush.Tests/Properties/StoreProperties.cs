using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Properties;

/// <summary>Any product against a store that keeps Shopify's rules, over real HTTP.</summary>
public sealed class StoreProperties(AcceptingStore store) : IClassFixture<AcceptingStore>
{
    private static readonly ChannelState Never = new(null, null, null, null, null);
    private static readonly StoreSettings Everything = new();

    [Randomised(200)]
    public async Task What_is_not_refused_before_sending_is_taken_by_the_store_at_the_predicted_price(AnyProduct any, StoreSettings settings)
    {
        if (Map(any.ToProduct(), Never, settings) is not MapOutcome.Ready ready)
            return;

        await store.EmptyAsync();
        var created = Assert.IsType<ProductSetOutcome.Created>(await store.Client.SetProductAsync(ready.Call, default));
        Assert.Equal(ready.Call.PredictedCost, store.LastCost!.Requested);

        var again = Assert.IsType<MapOutcome.Ready>(Map(any.ToProduct(), Pushed(created, ready.Hashes), settings, force: true));
        Assert.IsType<ProductSetOutcome.Updated>(await store.Client.SetProductAsync(again.Call, default));
        Assert.Equal(again.Call.PredictedCost, store.LastCost!.Requested);
    }

    [Randomised(100)]
    public async Task What_the_store_hands_back_maps_to_what_it_was_sent(AnyProduct any)
    {
        if (Allowed(any) is not { } product)
            return;

        var ready = Ready(product, Never);
        await store.EmptyAsync();
        Assert.IsType<ProductSetOutcome.Created>(await store.Client.SetProductAsync(ready.Call, default));

        Assert.Equal(ready.Hashes, Ready(await store.ReadAsync(), Never).Hashes);
    }

    [Randomised(100)]
    public async Task A_product_that_becomes_another_ends_as_if_it_had_been_made_so(AnyProduct before, AnyProduct after)
    {
        if (Allowed(before) is not { } first || Allowed(after) is not { } second)
            return;

        // A product without a category keeps the store's.
        first.Category = second.Category;
        var made = Ready(first, Never);
        await store.EmptyAsync();
        var created = Assert.IsType<ProductSetOutcome.Created>(await store.Client.SetProductAsync(made.Call, default));
        if (Map(second, Pushed(created, made.Hashes), Everything) is MapOutcome.Ready changed)
            Assert.IsType<ProductSetOutcome.Updated>(await store.Client.SetProductAsync(changed.Call, default));

        Assert.Equal(Ready(second, Never).Hashes, Ready(await store.ReadAsync(), Never).Hashes);
    }

    /// <summary>The product as import and edit would keep it; null when they would not.</summary>
    private static Product? Allowed(AnyProduct any)
    {
        var content = ProductContentRules.Normalise(any.Content);
        return ProductContentRules.Validate(content).Count == 0 ? ProductContentMapping.Create(content, Support.A.Moment) : null;
    }

    private static ChannelState Pushed(ProductSetOutcome.Created created, InputHashes hashes) =>
        new(created.ShopifyProductId, hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);

    private static MapOutcome.Ready Ready(Product product, ChannelState channel) => Assert.IsType<MapOutcome.Ready>(Map(product, channel, Everything));

    private static MapOutcome Map(Product product, ChannelState channel, StoreSettings settings, bool force = false) =>
        new ProductSetMapper().Map(product, channel, settings, force);
}
