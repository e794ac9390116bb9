using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify.Costs;

/// <summary>
/// What one product costs, to the point: predicted before it is sent, asked for by the store, and kept by it. Each is the least that Shopify's formula (FACTS section 3)
/// allows for saying what changed, worked out here from numbers of pieces alone.
/// </summary>
public sealed class ExactPointsTests : IAsyncLifetime
{
    private const int Variants = 13;
    private const int Images = 4;
    private const int Metafields = 2;

    private readonly ProductSetMapper _mapper = new();
    private DemoStoreClient _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await DemoStoreClient.StartAsync();
        await _store.Shop.PrepareAsync(Ct);
        await _store.Host.ConfigureAsync(new { available = 2000 });
        await _store.Host.ActAsync(new { action = "resetStatistics" });
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Preparing_a_store_costs_what_it_asks_and_no_more()
    {
        await using var fresh = await DemoStoreClient.StartAsync();

        await fresh.Shop.PrepareAsync(Ct);
        await fresh.Shop.PrepareAsync(Ct);

        // Scopes and a definition with its type, an object each; making the definition. Of a definition that is not there its type comes back.
        Assert.Equal([("StoreHandshake", 4d, 3d), ("CustomIdDefinitionCreate", 10, 10), ("StoreHandshake", 4, 4)], Points(fresh));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(Variants, Images, Metafields)]
    public async Task A_new_product_costs_its_lists(int variants, int images, int metafields)
    {
        // The list of metafields carries the custom id, which nothing else would need.
        await PushAsync(AProduct(variants, images, metafields), null, Formula(variants, images: images, metafields: metafields == 0 ? 0 : metafields + 1));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(Variants, Images, Metafields)]
    public async Task A_new_title_costs_ten(int variants, int images, int metafields)
    {
        var product = AProduct(variants, images, metafields);
        var state = await FirstPushAsync(product);
        product.Title = "Renamed";

        await PushAsync(product, state, 10);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(3, 11)]
    [InlineData(Variants, 13)]
    public async Task A_new_price_costs_the_list_of_variants(int variants, int points)
    {
        var product = AProduct(variants, Images, Metafields);
        var state = await FirstPushAsync(product);
        product.Variants[0].Price += 1;

        await PushAsync(product, state, Formula(variants));
        Assert.Equal(points, Formula(variants));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(Images, 18)]
    public async Task Another_image_costs_the_list_of_images(int images, int points)
    {
        var product = AProduct(Variants, images, Metafields);
        var state = await FirstPushAsync(product);
        product.Images[0].AltText = "From behind";

        await PushAsync(product, state, Formula(images: images));
        Assert.Equal(points, Formula(images: images));
    }

    [Fact]
    public async Task An_image_that_the_store_knows_costs_no_less_and_is_not_fetched_again()
    {
        var product = AProduct(Variants, Images, 0);
        var state = await FirstPushAsync(product);
        product.Images[0].AltText = "From behind";
        var known = state with { MediaIds = await MediaIdsAsync(product) };

        await PushAsync(product, known, Formula(images: Images));

        Assert.Equal(known.MediaIds, await MediaIdsAsync(product));
    }

    [Fact]
    public async Task Images_that_variants_show_cost_the_variants_too()
    {
        var product = AProduct(Variants, Images, 0);
        product.Variants[0].ImageSrc = product.Images[0].Src;
        product.Variants[1].ImageSrc = product.Images[1].Src;
        var state = await FirstPushAsync(product);
        product.Images[^1].AltText = "From behind";

        await PushAsync(product, state, Formula(Variants, variantImages: 2, images: Images));
    }

    [Fact]
    public async Task Another_metafield_costs_the_list_of_metafields()
    {
        var product = AProduct(Variants, Images, Metafields);
        var state = await FirstPushAsync(product);
        product.Metafields[0].Value = "Wash hot";

        await PushAsync(product, state, Formula(metafields: Metafields + 1));
    }

    [Fact]
    public async Task A_product_that_is_gone_costs_the_look_for_it_and_its_creation()
    {
        var product = AProduct(Variants, 0, 0);
        var state = await FirstPushAsync(product);
        await _store.Host.ActAsync(new { action = "deleteProduct", id = state.ShopifyProductId });
        product.Title = "Renamed";

        await SendAsync(product, state);

        Assert.Equal([("ProductSet", 10d, 10d), ("ProductSet", Formula(Variants), Formula(Variants))], Points(_store));
    }

    [Fact]
    public async Task What_did_not_change_costs_nothing()
    {
        var product = AProduct(Variants, Images, Metafields);
        var state = await FirstPushAsync(product);

        Assert.IsType<MapOutcome.Unchanged>(_mapper.Map(product, state, new StoreSettings(), force: false));
    }

    [Fact]
    public async Task Everything_again_costs_everything_but_the_images()
    {
        var product = AProduct(Variants, Images, Metafields);
        var state = await FirstPushAsync(product);

        await PushAsync(product, state, Formula(Variants, metafields: Metafields + 1), force: true);
    }

    /// <summary>A mutation and the pieces of its lists, rounded once; the selection costs nothing.</summary>
    private static int Formula(int variants = 0, int variantImages = 0, int images = 0, int metafields = 0) =>
        (int)Math.Round(10 + (0.2m * variants) + (0.6m * variantImages) + (1.9m * images) + (0.4m * metafields), MidpointRounding.AwayFromZero);

    private static Product AProduct(int variants, int images, int metafields)
    {
        var product = variants == 1 ? A.Product() : A.ProductWithVariants(variants);
        for (var number = 1; number <= images; number++)
            product.Images.Add(new ProductImage { Position = number, Src = $"https://images.example/{product.Handle}-{number}.jpg", AltText = "Front" });
        for (var number = 1; number <= metafields; number++)
            product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = $"care_{number}", Type = "single_line_text_field", Value = "Wash cold" });
        return product;
    }

    private async Task<ChannelState> FirstPushAsync(Product product)
    {
        var (outcome, _, hashes) = await SendAsync(product, null);
        await _store.Host.ActAsync(new { action = "resetStatistics" });
        _store.Forget();
        return new ChannelState(Assert.IsType<ProductSetOutcome.Created>(outcome).ShopifyProductId, hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);
    }

    /// <summary>Sends a product and compares all that can be known of its price.</summary>
    private async Task PushAsync(Product product, ChannelState? state, int points, bool force = false)
    {
        var (outcome, predicted, _) = await SendAsync(product, state, force);

        Assert.Equal(state is null, outcome is ProductSetOutcome.Created);
        Assert.Equal(points, predicted);
        Assert.Equal([("ProductSet", (double)points, (double)points)], Points(_store));
        Assert.Equal(points, (await _store.Host.ControlAsync()).At("requests.pointsSpent")!.GetValue<long>());
    }

    private async Task<(ProductSetOutcome Outcome, int Predicted, InputHashes Hashes)> SendAsync(Product product, ChannelState? state, bool force = false)
    {
        _store.Forget();
        var ready = Assert.IsType<MapOutcome.Ready>(_mapper.Map(product, state ?? new ChannelState(null, null, null, null, null), new StoreSettings(), force));
        return (await _store.Shop.SetProductAsync(ready.Call, Ct), ready.Call.PredictedCost, ready.Hashes);
    }

    private async Task<Dictionary<string, string>> MediaIdsAsync(Product product)
    {
        var held = System.Text.Json.Nodes.JsonNode.Parse(await _store.Host.Client.GetStringAsync(new Uri("/demo-stores/alpha/products.json", UriKind.Relative), Ct))!;
        return product.Images.Zip(held.At("0.media")!.AsArray()).ToDictionary(pair => pair.First.Src, pair => pair.Second.Text("id")!);
    }

    /// <summary>Operation, points asked for and points kept.</summary>
    private static IEnumerable<(string Operation, double Requested, double Actual)> Points(DemoStoreClient store) =>
        store.Answers.Select(answer => (answer.Request.OperationName, answer.Reply.Cost!.Requested, answer.Reply.Cost.Actual!.Value));
}
