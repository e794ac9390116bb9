using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

/// <summary>The whole client against simulated shops that keep Shopify's rules, over real HTTP.</summary>
public sealed class DemoStoreClientTests : IAsyncDisposable
{
    private static readonly ChannelState Never = new(null, null, null, null, null);
    private DemoStoreHost? _host;
    private HttpShopifyTransport? _transport;
    private ShopifyStoreClientFactory? _clients;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _clients?.Dispose();
        _transport?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_product_arrives_whole_and_is_updated_in_place()
    {
        var client = await ReadyClientAsync();
        var product = AProduct();
        product.Variants[1].ImageSrc = product.Images[0].Src;
        var first = Map(product, Never);

        var created = Assert.IsType<ProductSetOutcome.Created>(await client.SetProductAsync(first.Call, Ct));
        product.Title = "Renamed";
        product.Variants[0].Price = 5;
        var second = Map(product, Pushed(created.ShopifyProductId, first.Hashes));
        var updated = Assert.IsType<ProductSetOutcome.Updated>(await client.SetProductAsync(second.Call, Ct));

        Assert.Equal(created.ShopifyProductId, updated.ShopifyProductId);
        var there = Assert.Single(await ProductsAsync())!;
        Assert.Equal("Renamed", there.Text("title"));
        Assert.Equal(product.Handle, there.Text("handle"));
        Assert.Equal(3, there.At("variants")!.AsArray().Count);
        Assert.Equal("5", there.Text("variants.0.price")![..1]);
        Assert.Equal(product.CustomId.ToString(), there.At("metafields")!.AsArray().Single(field => field.Text("key") == CustomId.Key).Text("value"));
        Assert.Equal(there.Text("media.0.id"), there.Text("variants.1.mediaId"));
    }

    [Theory]
    [InlineData("throttle", 1)]
    [InlineData("tooManyRequests", 2)]
    [InlineData("serverErrorJson", 2)]
    [InlineData("serverErrorHtml", 2)]
    [InlineData("connectionReset", 2)]
    [InlineData("lostReply", 2)]
    [InlineData("internalServerError", 2)]
    [InlineData("internalServerErrorAfterEffect", 2)]
    [InlineData("badJson", 2)]
    public async Task Whatever_goes_wrong_once_ends_in_one_product(string fault, int attempts)
    {
        var client = await ReadyClientAsync();
        await _host!.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count = 1 } } });

        var outcome = await client.SetProductAsync(Map(AProduct(), Never).Call, Ct);

        Assert.Equal(attempts, Assert.IsType<ProductSetOutcome.Created>(outcome).Attempts);
        Assert.Single(await ProductsAsync());
    }

    [Theory]
    [InlineData("tokenRevoked", "SHOPIFY_UNAUTHORIZED")]
    [InlineData("shopFrozen", "SHOPIFY_STORE_FROZEN")]
    [InlineData("shopForbidden", "SHOPIFY_FORBIDDEN")]
    [InlineData("shopMissing", "SHOPIFY_STORE_NOT_FOUND")]
    [InlineData("shopLocked", "SHOPIFY_STORE_LOCKED")]
    public async Task A_store_that_shuts_its_door_stops_the_push(string fault, string code)
    {
        var client = await ReadyClientAsync();
        await _host!.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count = 1 } } });

        Assert.Equal(code, (await Assert.ThrowsAsync<ShopifyStoreException>(() => client.SetProductAsync(Map(AProduct(), Never).Call, Ct))).Code);
    }

    [Fact]
    public async Task A_product_deleted_in_the_store_is_made_again()
    {
        var client = await ReadyClientAsync();
        var product = AProduct();
        var first = Map(product, Never);
        var created = Assert.IsType<ProductSetOutcome.Created>(await client.SetProductAsync(first.Call, Ct));
        await _host!.ActAsync(new { action = "deleteProduct", id = created.ShopifyProductId });
        product.Title = "Renamed";

        var again = await client.SetProductAsync(Map(product, Pushed(created.ShopifyProductId, first.Hashes)).Call, Ct);

        Assert.NotEqual(created.ShopifyProductId, Assert.IsType<ProductSetOutcome.Created>(again).ShopifyProductId);
        Assert.Equal(3, Assert.Single(await ProductsAsync()).At("variants")!.AsArray().Count);
    }

    [Fact]
    public async Task A_product_that_somebody_else_made_is_neither_overwritten_nor_doubled()
    {
        var client = await ReadyClientAsync();
        var product = AProduct();
        await _host!.SendAsync(
            "mutation Make($input: ProductSetInput!) { productSet(input: $input) { product { id } userErrors { message } } }",
            new { input = new { title = "Not ours", handle = product.Handle } });

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await client.SetProductAsync(Map(product, Never).Call, Ct));

        Assert.Equal("HANDLE_IN_USE", rejected.Code);
        Assert.Equal("Not ours", Assert.Single(await ProductsAsync()).Text("title"));
    }

    [Fact]
    public async Task Another_installation_with_the_same_product_number_makes_a_product_of_its_own()
    {
        var client = await ReadyClientAsync();
        await client.SetProductAsync(Map(AProduct(), Never).Call, Ct);

        Assert.IsType<ProductSetOutcome.Created>(await client.SetProductAsync(Map(AProduct(), Never).Call, Ct));

        Assert.Equal(2, (await ProductsAsync()).Count);
    }

    [Fact]
    public async Task The_cost_of_every_call_is_predicted_to_the_point()
    {
        var client = await ReadyClientAsync(new ImpatientClock());
        await _host!.ConfigureAsync(new { available = 2000 });
        var call = Map(AProduct(images: 4), Never).Call;

        await client.SetProductAsync(call, Ct);

        Assert.Equal(2000 - call.PredictedCost, client.Budget.Read()!.Available);
    }

    [Fact]
    public async Task Many_requests_at_once_never_ask_for_points_that_are_not_there()
    {
        var client = await ReadyClientAsync(TimeProvider.System);
        await _host!.ConfigureAsync(new { maximumAvailable = 300, restoreRate = 3000, available = 0, latencyMs = 5, latencyJitterMs = 20 });
        await client.PrepareAsync(Ct);
        await _host.ActAsync(new { action = "resetStatistics" });

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 200),
            new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct },
            async (number, _) => Assert.IsType<ProductSetOutcome.Created>(await client.SetProductAsync(Map(AProduct(images: number % 5), Never).Call, Ct)));

        var statistics = (await _host.ControlAsync()).At("requests");
        Assert.Equal("200", statistics.Text("byOperation.ProductSet"));
        Assert.Equal("0", statistics.Text("throttled"));
        Assert.Equal(200, (await ProductsAsync()).Count);
    }

    [Fact]
    public async Task A_probe_finds_a_demo_store_ready()
    {
        await ReadyClientAsync();

        var check = await new ShopifyStoreProbe(_clients!, TimeProvider.System).ProbeAsync(Connection(), Ct);

        Assert.True(check.IsReady, string.Join(' ', check.Problems));
        Assert.Equal(("Alpha Shop", 2000d, 100d, 1), (check.ShopName, check.MaximumAvailable, check.RestoreRate, check.Locations.Count));
    }

    private static Product AProduct(int images = 1)
    {
        var made = A.ProductWithVariants(3);
        var product = new Product
        {
            Id = 1,
            CustomId = Guid.CreateVersion7(),
            Handle = made.Handle,
            Title = made.Title,
            Vendor = made.Vendor,
            OptionNames = made.OptionNames,
            CreatedAt = A.Moment,
            UpdatedAt = A.Moment,
        };
        product.Variants.AddRange(made.Variants);
        for (var number = 1; number <= images; number++)
            product.Images.Add(new ProductImage { Position = number, Src = $"https://images.example/{made.Handle}-{number}.jpg" });
        product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = "care", Type = "single_line_text_field", Value = "Wash cold" });
        return product;
    }

    private static MapOutcome.Ready Map(Product product, ChannelState channel) =>
        Assert.IsType<MapOutcome.Ready>(new ProductSetMapper().Map(product, channel, new StoreSettings(), force: false));

    private static ChannelState Pushed(string shopifyProductId, InputHashes hashes) =>
        new(shopifyProductId, hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);

    private StoreConnection Connection() => new(
        Guid.Parse("018f0000-0000-7000-8000-000000000002"), "Alpha", new Uri(_host!.Client.BaseAddress!, "/demo-stores/alpha"), DemoStoreHost.Token);

    private async Task<JsonArray> ProductsAsync() =>
        JsonNode.Parse(await _host!.Client.GetStringAsync(new Uri("/demo-stores/alpha/products.json", UriKind.Relative), Ct))!.AsArray();

    /// <param name="clock">Shared with the shop, so that points come back while the client waits; skips every wait when null.</param>
    private async Task<ShopifyStoreClient> ReadyClientAsync(TimeProvider? clock = null)
    {
        clock ??= new ImpatientClock();
        _host = await DemoStoreHost.StartAsync(clock);
        var options = Options.Create(new ShopifyOptions { AllowLoopback = true });
        _transport = new HttpShopifyTransport(options, TimeProvider.System, NullLogger<HttpShopifyTransport>.Instance);
        _clients = new ShopifyStoreClientFactory(_transport, options, clock, NullLoggerFactory.Instance);
        var client = _clients.For(Connection());
        await client.PrepareAsync(Ct);
        return client;
    }
}
