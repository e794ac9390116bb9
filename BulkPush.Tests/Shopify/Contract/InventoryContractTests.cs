using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;
using BulkPush.Core.Shopify.Inventory;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What a real store answered to stock that was set, and how the request has to look (FACTS section 7).</summary>
public sealed class InventoryContractTests
{
    private const string Capture = "54-inventorysetquantities-2026-04";
    private const string Item = "gid://shopify/InventoryItem/53469430055218";
    private const string Location = "gid://shopify/Location/106318430514";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Replays(Capture)]
    public async Task A_quantity_that_was_set_is_told_with_its_change()
    {
        await using var replay = await Replay.StartAsync(Recording.Of(Capture, "inventorySetQuantities.response"));

        var outcome = await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct);

        Assert.Equal(new QuantitiesOutcome.Set("gid://shopify/InventoryAdjustmentGroup/54640716251442", 1), outcome);
        replay.AssertSettled(Recording.Of(Capture, "inventorySetQuantities.response"));
    }

    [Fact]
    [Replays(Capture)]
    public async Task The_request_is_the_recorded_one()
    {
        var recording = Recording.Of(Capture, "inventorySetQuantities.response");
        var recorded = JsonNode.Parse(recording.Variables.GetRawText())!;
        await using var replay = await Replay.StartAsync(recording);

        await replay.Client.Inventory.SetAsync(
            new QuantitiesToSet(
                QuantityState.Available, "correction", recorded.Text("idempotencyKey")!, [new QuantityToSet(Item, Location, 5, 0)], new Uri(recorded.Text("input.referenceDocumentUri")!)),
            Ct);

        var sent = Assert.Single(replay.Shopify.Requests);
        Assert.True(JsonNode.DeepEquals(recorded["input"], sent.Input), sent.Input.ToJsonString());
        Assert.Equal(recorded.Text("idempotencyKey"), sent.Variables.Text("key"));
        Assert.Contains("@idempotent(key: $key)", sent.Body.Text("query"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_to_be_compared_is_said_with_null()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data("""{"inventorySetQuantities":{"inventoryAdjustmentGroup":null,"userErrors":[]}}""");

        var outcome = await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, null)) with { State = QuantityState.OnHand }, Ct);

        Assert.Equal(new QuantitiesOutcome.Set(null, 1), outcome);
        Assert.Equal(
            $$"""{"name":"on_hand","reason":"correction","quantities":[{"inventoryItemId":"{{Item}}","locationId":"{{Location}}","quantity":5,"changeFromQuantity":null}]}""",
            Assert.Single(replay.Shopify.Requests).Input.ToJsonString());
    }

    [Theory]
    [InlineData(Capture, "unknownIdValidation.setUnknownInventoryItem.response", 0, "inventoryItemId", "INVALID_INVENTORY_ITEM", "The specified inventory item could not be found. The variant is gone")]
    [InlineData(Capture, "unknownIdValidation.setUnknownLocation.response", 0, "locationId", "INVALID_LOCATION", "The specified location could not be found. Check the store")]
    [InlineData(Capture, "missingSetIdempotency.response", null, null, "BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided.")]
    [InlineData(Capture, "missingSetChangeFromQuantity.response", null, null, "INVALID_FIELD_ARGUMENTS", "InventoryQuantityInput must include the following argument: changeFromQuantity.")]
    [InlineData(Capture, "legacySetShape.response", null, "ignoreCompareQuantity", "INVALID_VARIABLE", "Field is not defined on InventorySetQuantitiesInput.")]
    public async Task A_refusal_names_its_row_its_field_and_what_to_do(string capture, string label, int? row, string? field, string code, string start)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        var refusal = Assert.Single(Assert.IsType<QuantitiesOutcome.Refused>(await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct)).Refusals);

        Assert.Equal((row, field, code), (refusal.Row, refusal.Field, refusal.Code));
        Assert.StartsWith(start, refusal.Message, StringComparison.Ordinal);
        replay.AssertRequests(1);
    }

    [Fact]
    [Replays(Capture)]
    public void The_document_costs_what_the_same_one_was_charged()
    {
        // The recording with userErrors only and a group's id asks for what ours asks for.
        var recording = Recording.Of(Capture, "unknownIdValidation.setUnknownInventoryItem.response");

        Assert.Equal(recording.Cost!.Requested, ShopifyDocuments.InventorySetQuantities.RequestedCost(JsonSerializer.SerializeToUtf8Bytes(recording.Variables)));
    }

    [Fact]
    public async Task A_wrong_place_in_the_variables_is_its_rows_refusal()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Answers("""
            {"errors":[{"message":"Variable $input ...","extensions":{"code":"INVALID_VARIABLE","problems":[{"path":["quantities",1,"inventoryItemId"],"explanation":"Invalid global id 'x'"}]}}]}
            """);

        var refusal = Assert.Single(Assert.IsType<QuantitiesOutcome.Refused>(await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet("x", Location, 5, 0)), Ct)).Refusals);

        Assert.Equal(new QuantityRefusal(1, "inventoryItemId", "INVALID_VARIABLE", "Invalid global id 'x'."), refusal);
    }

    [Fact]
    public async Task A_call_that_is_still_under_way_is_asked_for_again_under_its_key()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data(Error("IDEMPOTENCY_CONCURRENT_REQUEST", "This request is currently in progress, please try again."))
            .Data("""{"inventorySetQuantities":{"inventoryAdjustmentGroup":{"id":"gid://shopify/InventoryAdjustmentGroup/1"},"userErrors":[]}}""");

        var outcome = await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct);

        Assert.Equal(new QuantitiesOutcome.Set("gid://shopify/InventoryAdjustmentGroup/1", 2), outcome);
        Assert.Single(replay.Shopify.Requests.Select(request => request.Variables.Text("key")).Distinct());
        Assert.Single(replay.Shopify.Clock.Waits);
    }

    [Fact]
    public async Task A_call_that_stays_under_way_is_of_unknown_outcome()
    {
        await using var replay = await Replay.StartAsync();
        for (var attempt = 0; attempt < 5; attempt++)
            replay.Shopify.Data(Error("IDEMPOTENCY_CONCURRENT_REQUEST", "This request is currently in progress, please try again."));

        var unknown = Assert.IsType<QuantitiesOutcome.Unknown>(await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct));

        Assert.Equal(("This request is currently in progress, please try again. Set the quantities again with the same key.", 5), (unknown.Message, unknown.Attempts));
    }

    [Fact]
    public async Task A_key_whose_attempt_failed_is_used_up()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data(Error("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "A previous request with this idempotency key failed. Retry with a new idempotency key."));

        var refused = Assert.IsType<QuantitiesOutcome.Refused>(await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct));

        Assert.True(Assert.Single(refused.Refusals).WantsNewKey);
    }

    [Fact]
    public async Task Half_a_success_is_not_taken_for_one()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data("""
            {"inventorySetQuantities":{"inventoryAdjustmentGroup":{"id":"gid://shopify/InventoryAdjustmentGroup/1"},"userErrors":[{"field":null,"message":"Odd.","code":null}]}}
            """);

        var unknown = Assert.IsType<QuantitiesOutcome.Unknown>(await replay.Client.Inventory.SetAsync(Quantities(new QuantityToSet(Item, Location, 5, 0)), Ct));

        Assert.Equal("Shopify set some of the quantities and refused others: Odd. Read them before setting them again.", unknown.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    public async Task A_call_that_Shopify_would_refuse_for_its_size_is_not_sent(int rows)
    {
        await using var replay = await Replay.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            replay.Client.Inventory.SetAsync(Quantities([.. Enumerable.Range(1, rows).Select(row => new QuantityToSet($"gid://shopify/InventoryItem/{row}", Location, 1, null))]), Ct));

        replay.AssertRequests(0);
    }

    private static QuantitiesToSet Quantities(params QuantityToSet[] rows) => new(QuantityState.Available, "correction", "key-1", rows);

    private static string Error(string code, string message) =>
        $$$"""{"inventorySetQuantities":{"inventoryAdjustmentGroup":null,"userErrors":[{"field":null,"message":"{{{message}}}","code":"{{{code}}}"}]}}""";
}
