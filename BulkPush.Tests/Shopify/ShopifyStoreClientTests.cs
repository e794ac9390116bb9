using BulkPush.Core.Shopify;
using static BulkPush.Tests.Shopify.ProductSetExchange;

namespace BulkPush.Tests.Shopify;

/// <summary>Setting one product: how it is found, what its outcome is, and what its errors say.</summary>
public sealed class ShopifyStoreClientTests : IAsyncLifetime
{
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task A_new_product_is_found_by_the_custom_id_and_created_in_full()
    {
        _shopify.Data(Accepted());

        var outcome = await SetAsync(ACall());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 1), outcome);
        var request = Assert.Single(_shopify.Requests);
        Assert.Equal("""{"customId":{"namespace":"$app","key":"bulkpush_product_id","value":"0198a1b2-0000-7000-8000-000000000042"}}""", request.Identifier);
        Assert.True(request.Input.ContainsKey("variants"));
        Assert.True(request.Input.ContainsKey("handle"));
    }

    [Fact]
    public async Task A_known_product_is_updated_by_its_id_with_what_changed()
    {
        _shopify.Data(Accepted(ageMinutes: 5));

        var outcome = await SetAsync(ACall(KnownId, isPushed: true));

        Assert.Equal(new ProductSetOutcome.Updated(KnownId, 1), outcome);
        var request = Assert.Single(_shopify.Requests);
        Assert.Equal($$"""{"id":"{{KnownId}}"}""", request.Identifier);
        Assert.False(request.Input.ContainsKey("variants"));
    }

    [Fact]
    public async Task An_old_product_found_by_the_custom_id_is_an_update()
    {
        _shopify.Data(Accepted(ageMinutes: 11));

        Assert.IsType<ProductSetOutcome.Updated>(await SetAsync(ACall()));
    }

    [Theory]
    [InlineData("NOT_FOUND")]
    [InlineData("PRODUCT_DOES_NOT_EXIST")]
    public async Task A_product_deleted_in_the_store_is_created_again(string code)
    {
        _shopify.Data(Refused(code, "Resource matching the identifier was not found.", "input")).Data(Accepted());

        var outcome = await SetAsync(ACall(KnownId, isPushed: true));

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), outcome);
        Assert.Contains("customId", _shopify.Requests[1].Identifier, StringComparison.Ordinal);
        Assert.True(_shopify.Requests[1].Input.ContainsKey("variants"));
    }

    [Fact]
    public async Task A_deleted_product_may_also_be_a_top_level_error()
    {
        _shopify.Error("NOT_FOUND", "not there", "\"data\":{\"productSet\":null},").Data(Accepted());

        Assert.IsType<ProductSetOutcome.Created>(await SetAsync(ACall(KnownId, isPushed: true)));
    }

    [Theory]
    [InlineData(400, "SHOPIFY_HTTP_400")]
    [InlineData(413, "SHOPIFY_HTTP_413")]
    public async Task A_request_that_Shopify_will_never_take_is_sent_once(int status, string code)
    {
        _shopify.Answers("""{"errors":{"query":"Required parameter missing or invalid"}}""", status);

        Assert.Equal((code, 1), Code(await SetAsync(ACall())));
    }

    [Fact]
    public async Task A_handle_that_another_product_has_says_what_to_do()
    {
        _shopify.Data("""
            {"productSet":{"product":{"id":"gid://shopify/Product/7"},
            "userErrors":[{"field":["input","handle"],"message":"Handle 'wool' already in use. Please provide a new handle.","code":null}]}}
            """);

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall()));

        Assert.Equal(("HANDLE_IN_USE", "handle"), (rejected.Code, rejected.Field));
        Assert.Contains("“wool”", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shopifys_user_errors_are_kept_with_their_place()
    {
        _shopify.Data(Refused("INVALID_VARIANT", "Cost per item must be greater than or equal to 0", "input", "variants", "0", "inventoryItem", "cost"));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall()));

        Assert.Equal(("INVALID_VARIANT", "variants.0.inventoryItem.cost"), (rejected.Code, rejected.Field));
        Assert.StartsWith("Cost per item must be greater than or equal to 0. ", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_a_subject_gets_one()
    {
        _shopify.Data(Refused("INVALID_PRODUCT", "is too long (maximum is 255 characters)", "input", "title"));

        Assert.Equal(
            "title is too long (maximum is 255 characters).",
            Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall())).Message);
    }

    [Fact]
    public async Task An_unknown_category_is_the_products_fault()
    {
        _shopify.Error("INVALID_PRODUCT_TAXONOMY_NODE_ID", "Invalid product_taxonomy_node_id", "\"data\":{\"productSet\":null},");

        Assert.Equal(("INVALID_PRODUCT_TAXONOMY_NODE_ID", 1), Code(await SetAsync(ACall())));
    }

    [Fact]
    public async Task When_the_store_may_not_add_variants_today_only_known_products_are_sent()
    {
        _shopify.Error("VARIANT_THROTTLE_EXCEEDED", "Daily variant creation limit reached.", "\"data\":{\"productSet\":null},").Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        var first = await client.SetProductAsync(ACall(), Ct);
        var second = await client.SetProductAsync(ACall(), Ct);
        var known = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);

        var until = client.NewVariants.WaitUntil!.Value;
        Assert.Equal([new ProductSetOutcome.Deferred(until, 1), new ProductSetOutcome.Deferred(until, 0)], [first, second]);
        Assert.IsType<ProductSetOutcome.Updated>(known);
        Assert.Equal(2, _shopify.Requests.Count);
    }

    [Fact]
    public async Task An_update_that_needs_new_variants_waits_too_and_holds_up_no_other()
    {
        _shopify.Error("VARIANT_THROTTLE_EXCEEDED", "Daily variant creation limit reached.", "\"data\":{\"productSet\":null},").Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        var grown = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);
        var other = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);
        var fresh = await client.SetProductAsync(ACall(), Ct);

        Assert.IsType<ProductSetOutcome.Deferred>(grown);
        Assert.IsType<ProductSetOutcome.Updated>(other);
        Assert.Equal(0, Assert.IsType<ProductSetOutcome.Deferred>(fresh).Attempts);
    }

    [Fact]
    public async Task A_product_that_is_gone_is_not_made_again_while_the_store_may_add_no_variants()
    {
        _shopify.Data(Refused("PRODUCT_DOES_NOT_EXIST", "Product does not exist", "input", "id"));
        using var clients = _shopify.Clients();
        var until = _shopify.Clock.GetUtcNow().AddHours(3);

        var outcome = await clients.For(_shopify.Connection, until).SetProductAsync(ACall(KnownId, isPushed: true), Ct);

        Assert.Equal(new ProductSetOutcome.Deferred(until, 1), outcome);
    }

    private static (string Code, int Attempts) Code(ProductSetOutcome outcome)
    {
        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(outcome);
        return (rejected.Code, rejected.Attempts);
    }

    private async Task<ProductSetOutcome> SetAsync(ProductSetCall call)
    {
        using var clients = _shopify.Clients();
        return await clients.For(_shopify.Connection).SetProductAsync(call, Ct);
    }
}
