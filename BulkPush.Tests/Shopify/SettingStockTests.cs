using BulkPush.Core.Shopify;
using BulkPush.Core.Shopify.Inventory;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify;

/// <summary>Stock is set in a simulated shop that keeps Shopify's rules.</summary>
public sealed class SettingStockTests : IAsyncLifetime
{
    private DemoStoreClient _store = null!;
    private string _here = null!;
    private string _elsewhere = null!;
    private string _item = null!;
    private string _other = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await DemoStoreClient.StartAsync(("DemoStores:Shops:0:Locations:0", "Shop location"), ("DemoStores:Shops:0:Locations:1", "Elsewhere"));
        var locations = (await _store.Host.ControlAsync())["locations"]!.AsArray();
        (_here, _elsewhere) = (locations[0].Text("id")!, locations[1].Text("id")!);
        (_item, _other) = (await StockedItemAsync("Cap", 3), await StockedItemAsync("Scarf", 4));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Quantities_are_set_together_for_the_points_that_were_predicted()
    {
        await _store.Host.ConfigureAsync(new { available = 2000 });

        var set = Assert.IsType<QuantitiesOutcome.Set>(await SetAsync("k-1", new(_item, _here, 7, 3), new(_other, _here, 9, null)));

        Assert.StartsWith("gid://shopify/InventoryAdjustmentGroup/", set.AdjustmentGroupId, StringComparison.Ordinal);
        Assert.Equal((7, 9), (await StockAsync(_item), await StockAsync(_other)));
        Assert.Equal(2000 - ShopifyDocuments.InventorySetQuantities.SelectionCost, _store.Shop.Budget.Read()!.Available);
    }

    [Fact]
    public async Task What_is_so_already_is_no_change()
    {
        Assert.Equal(new QuantitiesOutcome.Set(null, 1), await SetAsync("k-1", new QuantityToSet(_item, _here, 3, 3)));
    }

    [Fact]
    public async Task Stock_that_changed_meanwhile_is_not_overwritten_and_neither_is_the_rest_set()
    {
        var refused = Assert.IsType<QuantitiesOutcome.Refused>(await SetAsync("k-1", new(_other, _here, 9, 4), new(_item, _here, 7, 2)));

        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal((1, "changeFromQuantity", true), (refusal.Row, refusal.Field, refusal.IsStale));
        Assert.EndsWith("Read the quantity again before setting it: something was sold or counted meanwhile.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((3, 4), (await StockAsync(_item), await StockAsync(_other)));
    }

    [Fact]
    public async Task Every_refused_row_is_named()
    {
        var refused = Assert.IsType<QuantitiesOutcome.Refused>(
            await SetAsync("k-1", new(_item, _elsewhere, 1, null), new("gid://shopify/InventoryItem/404", _here, 1, null), new(_other, _here, 1_000_000_001, null)));

        Assert.Equal(
            [(0, "locationId", "ITEM_NOT_STOCKED_AT_LOCATION"), (1, "inventoryItemId", "INVALID_INVENTORY_ITEM"), (2, "quantity", "INVALID_QUANTITY_TOO_HIGH")],
            refused.Refusals.Select(refusal => (refusal.Row!.Value, refusal.Field!, refusal.Code)));
    }

    [Fact]
    public async Task A_name_or_a_reason_that_is_refused_is_about_the_whole_call()
    {
        var refused = Assert.IsType<QuantitiesOutcome.Refused>(
            await _store.Shop.Inventory.SetAsync(new QuantitiesToSet(QuantityState.OnHand, "whim", "k-1", [new QuantityToSet(_item, _here, 1, null)]), Ct));

        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal((null, "reason", "INVALID_REASON"), ((int?)refusal.Row, refusal.Field, refusal.Code));
    }

    [Theory]
    [InlineData("lostReply")]
    [InlineData("internalServerErrorAfterEffect")]
    [InlineData("serverErrorHtml")]
    public async Task A_lost_answer_does_not_make_the_repetition_stale(string fault)
    {
        await _store.Host.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count = 1 } } });

        var set = Assert.IsType<QuantitiesOutcome.Set>(await SetAsync("k-1", new QuantityToSet(_item, _here, 7, 3)));

        Assert.Equal(2, set.Attempts);
        Assert.NotNull(set.AdjustmentGroupId);
        Assert.Equal(7, await StockAsync(_item));
    }

    [Fact]
    public async Task The_same_key_sets_no_other_quantities()
    {
        await SetAsync("same", new QuantityToSet(_item, _here, 7, 3));

        var refused = Assert.IsType<QuantitiesOutcome.Refused>(await SetAsync("same", new QuantityToSet(_item, _here, 8, 7)));

        Assert.Equal("IDEMPOTENCY_KEY_PARAMETER_MISMATCH", Assert.Single(refused.Refusals).Code);
        Assert.Equal(7, await StockAsync(_item));
    }

    [Fact]
    public async Task A_token_that_may_not_set_stock_concerns_the_whole_store()
    {
        await _store.Host.ConfigureAsync(new { scopes = new[] { "read_inventory", "write_products" } });

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(() => SetAsync("k-1", new QuantityToSet(_item, _here, 7, 3)));

        Assert.Contains("write_inventory", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_as_a_call_may_set_are_taken()
    {
        await _store.Host.ConfigureAsync(new { maximumAvailable = 10_000, available = 10_000 });
        var items = new List<string>();
        for (var number = 0; number < QuantitiesToSet.Most; number++)
            items.Add(await StockedItemAsync($"Item {number}", 0));

        Assert.IsType<QuantitiesOutcome.Set>(await SetAsync("k-1", [.. items.Select((item, number) => new QuantityToSet(item, _here, number + 1, 0))]));

        Assert.Equal(QuantitiesToSet.Most, await StockAsync(items[^1]));
    }

    private Task<QuantitiesOutcome> SetAsync(string key, params QuantityToSet[] rows) =>
        _store.Shop.Inventory.SetAsync(new QuantitiesToSet(QuantityState.Available, "correction", key, rows), Ct);

    private async Task<string> StockedItemAsync(string title, int quantity) => (await _store.Host.SendAsync(
        "mutation Push($input: ProductSetInput!) { productSet(input: $input) { product { variants(first: 1) { nodes { inventoryItem { id } } } } userErrors { message } } }",
        new
        {
            input = new
            {
                title,
                productOptions = new[] { new { name = "Title", values = new[] { new { name = "Default Title" } } } },
                variants = new[]
                {
                    new
                    {
                        optionValues = new[] { new { optionName = "Title", name = "Default Title" } },
                        inventoryItem = new { tracked = true },
                        inventoryQuantities = new[] { new { locationId = _here, name = "available", quantity } },
                    },
                },
            },
        })).Text("data.productSet.product.variants.nodes.0.inventoryItem.id")!;

    private async Task<int> StockAsync(string item) => (await _store.Host.SendAsync(
        "query Stock($id: ID!, $location: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $location) { quantities(names: [\"available\"]) { quantity } } } }",
        new { id = item, location = _here })).At("data.inventoryItem.inventoryLevel.quantities.0.quantity")!.GetValue<int>();
}
