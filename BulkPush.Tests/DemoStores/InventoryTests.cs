using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

public sealed class InventoryTests : IAsyncLifetime
{
    private const string Document =
        "mutation Set($input: InventorySetQuantitiesInput!, $key: String!) { inventorySetQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id changes { name delta } } userErrors { field message code } } }";

    private DemoStoreHost _host = null!;
    private string[] _locations = null!;
    private string _item = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:Locations:0", "Shop location"), ("DemoStores:Shops:0:Locations:1", "Elsewhere")]);
        _locations = [.. (await _host.ControlAsync())["locations"]!.AsArray().Select(l => l.Text("id")!)];
        var reply = await _host.SendAsync(
            "mutation Push($input: ProductSetInput!) { productSet(input: $input) { product { variants(first: 1) { nodes { inventoryItem { id } } } } userErrors { message } } }",
            new
            {
                input = new
                {
                    title = "Cap",
                    productOptions = new[] { new { name = "Title", values = new[] { new { name = "Default Title" } } } },
                    variants = new[]
                    {
                        new
                        {
                            optionValues = new[] { new { optionName = "Title", name = "Default Title" } },
                            inventoryItem = new { tracked = true },
                            inventoryQuantities = new[] { new { locationId = _locations[0], name = "available", quantity = 0 } },
                        },
                    },
                },
            });
        _item = reply.Text("data.productSet.product.variants.nodes.0.inventoryItem.id")!;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Setting_quantities_answers_as_recorded(int index)
    {
        var exchange = SharedFacts.Capture("54-inventorysetquantities-2026-04")["exchanges"]![index]!.DeepClone();
        var replay = new CaptureReplay(_host, []);
        replay.Know("gid://shopify/InventoryItem/53469430055218", _item);
        replay.Know("gid://shopify/Location/106318430514", _locations[0]);
        replay.Know("gid://shopify/Location/999999999999", "gid://shopify/Location/999999999999");

        // The recording shows an id and a time that its request did not ask for.
        if (exchange.At("response.body.data.inventorySetQuantities.inventoryAdjustmentGroup") is JsonObject group)
            foreach (var extra in (string[])["id", "createdAt"]) group.Remove(extra);

        // The recorder laid the document out anew after it had been sent: how many places an error names can be compared, not which.
        var differences = (await replay.CompareAsync(exchange)).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(differences, line => !line.Contains(".locations[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quantity_that_is_set_is_kept_for_its_location_and_counts_for_the_product()
    {
        var reply = await SetAsync("k-1", new { inventoryItemId = _item, locationId = _locations[0], quantity = 7, changeFromQuantity = (int?)null });

        Assert.Equal("""[{"name":"available","delta":7},{"name":"on_hand","delta":7}]""", reply.At("inventoryAdjustmentGroup.changes").Json());
        Assert.Equal(7, await StockAsync());
        Assert.Equal("7", (await _host.SendAsync("{ products(first: 1) { nodes { totalInventory } } }")).Text("data.products.nodes.0.totalInventory"));
    }

    [Fact]
    public async Task The_same_key_and_question_get_the_same_answer_without_a_second_effect()
    {
        var quantity = new { inventoryItemId = _item, locationId = _locations[0], quantity = 5, changeFromQuantity = (int?)0 };
        var first = await SetAsync("same", quantity);
        await SetAsync("other", new { inventoryItemId = _item, locationId = _locations[0], quantity = 9, changeFromQuantity = (int?)null });

        var again = await SetAsync("same", quantity);
        var mismatch = await SetAsync("same", new { inventoryItemId = _item, locationId = _locations[0], quantity = 6, changeFromQuantity = (int?)0 });

        Assert.Equal(first.Text("inventoryAdjustmentGroup.id"), again.Text("inventoryAdjustmentGroup.id"));
        Assert.Equal("IDEMPOTENCY_KEY_PARAMETER_MISMATCH", mismatch.Text("userErrors.0.code"));
        Assert.Equal(9, await StockAsync());
    }

    [Theory]
    [InlineData("""{"quantity":4,"changeFromQuantity":1}""", "available", "CHANGE_FROM_QUANTITY_STALE", "changeFromQuantity")]
    [InlineData("""{"quantity":1000000001,"changeFromQuantity":null}""", "available", "INVALID_QUANTITY_TOO_HIGH", "quantity")]
    [InlineData("""{"quantity":-1,"changeFromQuantity":null}""", "on_hand", "INVALID_QUANTITY_NEGATIVE", "quantity")]
    [InlineData("""{"quantity":1,"changeFromQuantity":null,"locationId":"elsewhere"}""", "available", "ITEM_NOT_STOCKED_AT_LOCATION", "locationId")]
    public async Task A_wrong_entry_is_refused_and_nothing_is_set(string entry, string name, string code, string field)
    {
        var wrong = JsonNode.Parse(entry)!;
        wrong["inventoryItemId"] = _item;
        wrong["locationId"] = wrong["locationId"] is null ? _locations[0] : _locations[1];

        var reply = await SetAsync("key", wrong, name);

        Assert.Equal((code, $"""["input","quantities","0","{field}"]"""), (reply.Text("userErrors.0.code"), reply.At("userErrors.0.field").Json()));
        Assert.Equal(0, await StockAsync());
    }

    [Fact]
    public async Task One_wrong_entry_of_two_keeps_the_other_from_being_set()
    {
        var entry = new { inventoryItemId = _item, locationId = _locations[0], quantity = 5, changeFromQuantity = (int?)null };

        var reply = await SetAsync("key", [entry, entry], "available");

        Assert.Equal("NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", reply.Text("userErrors.0.code"));
        Assert.Equal(0, await StockAsync());
    }

    [Theory]
    [InlineData("incoming", "correction", "INVALID_NAME")]
    [InlineData("available", "whim", "INVALID_REASON")]
    public async Task An_unknown_name_or_reason_is_refused(string name, string reason, string code)
    {
        var reply = await SetAsync("key", [new { inventoryItemId = _item, locationId = _locations[0], quantity = 5, changeFromQuantity = 0 }], name, reason);

        Assert.Equal(code, reply.Text("userErrors.0.code"));
    }

    [Fact]
    public async Task Without_the_scope_nothing_is_set()
    {
        await _host.ConfigureAsync(new { scopes = new[] { "read_inventory" } });

        var reply = await _host.SendAsync(Document, new { key = "k", input = Input([new { inventoryItemId = _item, locationId = _locations[0], quantity = 5, changeFromQuantity = 0 }], "available", "correction") });

        Assert.Equal(("ACCESS_DENIED", 0), (reply.Text("errors.0.extensions.code"), await StockAsync()));
    }

    private static object Input(object[] quantities, string name, string reason) => new { name, reason, quantities };

    private Task<JsonNode> SetAsync(string key, object quantity, string name = "available") => SetAsync(key, [quantity], name);

    private async Task<JsonNode> SetAsync(string key, object[] quantities, string name, string reason = "correction") =>
        (await _host.SendAsync(Document, new { key, input = Input(quantities, name, reason) })).At("data.inventorySetQuantities")!;

    private async Task<int> StockAsync() => (await _host.SendAsync(
        "query Stock($id: ID!, $location: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $location) { quantities(names: [\"available\"]) { quantity } } } }",
        new { id = _item, location = _locations[0] })).At("data.inventoryItem.inventoryLevel.quantities.0.quantity")?.GetValue<int>() ?? -1;
}
