using BulkPush.Core.Shopify;
using static BulkPush.Tests.Shopify.ProductSetExchange;

namespace BulkPush.Tests.Shopify;

/// <summary>A store is prepared before the first product: its scopes, and the definition of the custom id.</summary>
public sealed class StorePreparationTests : IAsyncLifetime
{
    private const string DefinitionMade = """{"metafieldDefinitionCreate":{"userErrors":[]}}""";

    private const string DefinitionTaken = """
        {"metafieldDefinitionCreate":{"userErrors":[{"field":["definition","key"],"message":"Key is in use for Product metafields.","code":"TAKEN"}]}}
        """;

    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task A_definition_that_vanished_is_made_again()
    {
        _shopify
            .Error("NOT_FOUND", "Metafield definition of type 'id' is required when using custom ids.", "\"data\":{\"productSet\":null},")
            .Data(Handshake(definitionType: null))
            .Data(DefinitionMade)
            .Data(Accepted());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), await SetAsync(ACall()));
    }

    [Fact]
    public async Task Preparing_a_ready_store_takes_one_request()
    {
        _shopify.Data(Handshake("id"));

        await PrepareAsync();

        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task Preparing_makes_the_custom_id_when_it_is_missing()
    {
        _shopify.Data(Handshake(definitionType: null)).Data(DefinitionMade);

        await PrepareAsync();

        Assert.Equal(
            """{"ownerType":"PRODUCT","namespace":"$app","key":"bulkpush_product_id","name":"BulkPush product id","type":"id"}""",
            _shopify.Requests[1].Variables["definition"]!.ToJsonString());
    }

    [Fact]
    public async Task Somebody_else_making_the_custom_id_first_is_fine()
    {
        _shopify.Data(Handshake(definitionType: null)).Data(DefinitionTaken).Data(Handshake("id"));

        await PrepareAsync();

        Assert.Equal(3, _shopify.Requests.Count);
    }

    [Theory]
    [InlineData("single_line_text_field", "write_products", "SHOPIFY_CUSTOM_ID_DEFINITION")]
    [InlineData("id", "read_products", "SHOPIFY_MISSING_SCOPE")]
    public async Task A_store_that_cannot_be_pushed_to_says_so_before_the_first_product(string definitionType, string scope, string code)
    {
        _shopify.Data(Handshake(definitionType, scope));

        Assert.Equal(code, (await Assert.ThrowsAsync<ShopifyStoreException>(PrepareAsync)).Code);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_cannot_be_prepared()
    {
        _shopify.Options.MaxAttempts = 2;
        _shopify.Answers("", 503).Answers("", 503);

        Assert.Equal("SHOPIFY_UNAVAILABLE", (await Assert.ThrowsAsync<ShopifyStoreException>(PrepareAsync)).Code);
    }

    private static string Handshake(string? definitionType, string scope = "write_products") => $$$"""
        {"currentAppInstallation":{"accessScopes":[{"handle":"{{{scope}}}"}]},"metafieldDefinition":{{{(definitionType is null ? "null" : "{\"type\":{\"name\":\"" + definitionType + "\"}}")}}} }
        """;

    private async Task<ProductSetOutcome> SetAsync(ProductSetCall call)
    {
        using var clients = _shopify.Clients();
        return await clients.For(_shopify.Connection).SetProductAsync(call, Ct);
    }

    private async Task PrepareAsync()
    {
        using var clients = _shopify.Clients();
        await clients.For(_shopify.Connection).PrepareAsync(Ct);
    }
}
