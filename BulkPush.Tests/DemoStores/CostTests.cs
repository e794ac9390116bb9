using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Language;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.DemoStores;

public sealed class CostTests
{
    private const string Push = "mutation($input: ProductSetInput!) { productSet(input: $input) { product { id } userErrors { message code } } }";

    private static readonly DocumentCache Documents = Create();

    [Theory]
    [InlineData("{ shop { id name } }", 1)]
    [InlineData("{ shop { id plan { shopifyPlus } } currentAppInstallation { accessScopes { handle } } }", 4)]
    [InlineData("{ currentAppInstallation { accessScopes { handle } } }", 2)]
    [InlineData("{ productsCount { count precision } }", 10)]
    [InlineData("{ products(first: 250) { nodes { id } pageInfo { endCursor } } }", 13)]
    [InlineData("{ products(first: 1) { nodes { id } } }", 3)]
    [InlineData("{ products(first: 10) { nodes { id } edges { cursor node { id } } } }", 10)]
    [InlineData("{ products(last: 50) { nodes { id seo { title } } } }", 16)]
    [InlineData("{ locations(first: 10) { edges { cursor node { id name } } pageInfo { hasNextPage endCursor } } }", 6)]
    [InlineData("{ locations(first: 100) { nodes { id } } }", 11)]
    [InlineData("{ productOperation(id: \"gid://shopify/ProductSetOperation/1\") { status product { id } ... on ProductSetOperation { userErrors { code } } } }", 3)]
    [InlineData("mutation { metafieldDefinitionCreate(definition: {ownerType: PRODUCT, key: \"aa\", name: \"A\", type: \"id\"}) { createdDefinition { id type { name } } } }", 11)]
    public async Task A_document_costs_what_Shopify_charges_for_it(string document, int points) => Assert.Equal(points, (await PriceAsync(document)).Total);

    [Theory]
    [InlineData(10, 3, 4, 21, false)]
    [InlineData(10, 3, 0, 13, false)]
    [InlineData(2, 1, 0, 11, false)]
    [InlineData(2, 0, 0, 10, true)]
    [InlineData(2048, 0, 0, 420, false)]
    public async Task Input_counts_by_the_piece_and_from_a_whole_point_on_nothing_is_given_back(
        int variants, int metafields, int files, int points, bool isRefundable)
    {
        var price = await PriceAsync(Push, new
        {
            input = new
            {
                variants = Enumerable.Repeat(new { optionValues = Array.Empty<object>() }, variants),
                metafields = Enumerable.Repeat(new { key = "kk" }, metafields),
                files = Enumerable.Repeat(new { alt = "" }, files),
            },
        });

        Assert.Equal(points, price.Total);
        Assert.Equal(isRefundable, price.IsRefundable);
    }

    [Fact]
    public void A_bucket_refills_with_time_and_never_beyond_its_size()
    {
        var clock = new FakeTimeProvider();
        var bucket = new CostBucket(clock, 2000, 100);

        Assert.True(bucket.TryTake(1990));
        Assert.False(bucket.TryTake(11));
        clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(bucket.TryTake(11));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new ThrottleStatus(2000, 300, 100), bucket.Status());
        bucket.GiveBack(50);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2000, bucket.Available);
    }

    [Fact]
    public void A_bucket_that_grows_is_full_only_if_it_was()
    {
        var full = new CostBucket(new FakeTimeProvider(), 2000, 100);
        var drained = new CostBucket(new FakeTimeProvider(), 2000, 100);
        drained.SetAvailable(5);

        full.Resize(20000, 1000);
        drained.Resize(20000, 1000);

        Assert.Equal((20000, 5), (full.Available, drained.Available));
    }

    private static async Task<RequestedCost> PriceAsync(string document, object? variables = null)
    {
        var preparation = await Documents.PrepareAsync(document, null, TestContext.Current.CancellationToken);
        Assert.Empty(preparation.Problems);
        var values = Variables.Coerce(preparation.Operation!, JsonSerializer.SerializeToElement(variables ?? new JsonObject()), out var error);
        Assert.Null(error);
        return RequestedCost.Of(preparation.Operation!, values);
    }

    private static DocumentCache Create()
    {
        var schema = AdminSchema.Load();
        return new DocumentCache(schema, new FieldReaders(schema));
    }
}
