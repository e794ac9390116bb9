using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

/// <summary>Images that a store has already go by its ids.</summary>
public sealed class ImagesByIdTests : IAsyncLifetime
{
    private const string ProductId = "gid://shopify/Product/1";
    private const string Front = "https://cdn.example/front.jpg";
    private const string Back = "https://cdn.example/back.jpg";

    private static readonly Dictionary<string, string> Known = new() { [Front] = "gid://shopify/MediaImage/11" };

    private readonly ProductSetMapper _mapper = new();
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public void Known_images_go_by_id_and_the_others_by_their_address()
    {
        var files = JsonNode.Parse(Call().Update.ToJson())!["files"]!;

        Assert.Equal("""[{"id":"gid://shopify/MediaImage/11","alt":"Front"},{"originalSource":"https://cdn.example/back.jpg","alt":"","contentType":"IMAGE"}]""", files.ToJsonString());
    }

    [Fact]
    public void A_product_that_has_to_be_made_again_brings_every_image_by_its_address()
    {
        Assert.DoesNotContain("MediaImage", Call().Full.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("MediaImage", Call().UpdateBySource!.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_changes_neither_hash_nor_cost()
    {
        var byId = Ready(Channel(Known), force: false);
        var bySource = Ready(Channel(new Dictionary<string, string>()), force: false);

        Assert.Equal(bySource.Hashes, byId.Hashes);
        Assert.Equal(bySource.Call.PredictedCost, byId.Call.PredictedCost);
        Assert.Null(bySource.Call.UpdateBySource);
    }

    [Fact]
    public void Images_that_did_not_change_are_sent_again_only_when_forced_after_a_failure()
    {
        var hashes = Ready(Channel(new Dictionary<string, string>()), force: false).Hashes;
        var pushed = new ChannelState(ProductId, hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields) { MediaIds = Known };

        Assert.Null(JsonNode.Parse(Ready(pushed, force: true).Call.Update.ToJson())!["files"]);
        Assert.IsType<MapOutcome.Unchanged>(_mapper.Map(Fixed, pushed with { HasFailedImages = true }, new StoreSettings(), force: false));
        Assert.Equal(2, JsonNode.Parse(Ready(pushed with { HasFailedImages = true }, force: true).Call.Update.ToJson())!["files"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("input", "files", "0", "id")]
    [InlineData("input", "variants", "0", "file", "id")]
    public async Task Images_that_the_store_does_not_know_by_id_are_sent_by_their_addresses(params string[] field)
    {
        var path = string.Join(',', field.Select(part => $"\"{part}\""));
        _shopify
            .Data($$$"""{"productSet":{"product":null,"userErrors":[{"field":[{{{path}}}],"message":"File id does not exist.","code":"NOT_FOUND"}]}}""")
            .Data("""{"productSet":{"product":{"id":"gid://shopify/Product/1","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-03-01T00:00:00Z"},"userErrors":[]}}""");
        using var clients = _shopify.Clients();

        var outcome = await clients.For(_shopify.Connection).SetProductAsync(Call(), Ct);

        Assert.Equal(new ProductSetOutcome.Updated(ProductId, 2), outcome);
        Assert.Equal(_shopify.Requests[0].Identifier, _shopify.Requests[1].Identifier);
        Assert.Equal(Front, _shopify.Requests[1].Input.Text("files.0.originalSource"));
    }

    private static Product Product() => A.Product("mug", change: product => product.Images.AddRange(
    [
        new ProductImage { Position = 1, Src = Front, AltText = "Front" },
        new ProductImage { Position = 2, Src = Back },
    ]));

    private static ChannelState Channel(IReadOnlyDictionary<string, string> known) => new(ProductId, "old", "old", "old", "old") { MediaIds = known };

    private ProductSetCall Call() => Ready(Channel(Known), force: false).Call;

    private MapOutcome.Ready Ready(ChannelState channel, bool force) => Assert.IsType<MapOutcome.Ready>(_mapper.Map(Fixed, channel, new StoreSettings(), force));

    private static readonly Product Fixed = Product();
}
