using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

public sealed class PublishingTests : IAsyncLifetime
{
    private const string Publish =
        "mutation Publish($id: ID!, $input: [PublicationInput!]!) { publishablePublish(id: $id, input: $input) { userErrors { field message } } }";

    private DemoStoreHost _host = null!;
    private CaptureReplay _replay = null!;
    private string[] _publications = null!;

    public async ValueTask InitializeAsync()
    {
        string[] names = ["Online Store", "Point of Sale", "Shop", "Shopify GraphiQL App", "example.com"];
        _host = await DemoStoreHost.StartAsync(settings: [.. names.Select((name, i) => ($"DemoStores:Shops:0:Publications:{i}", name))]);
        _replay = new CaptureReplay(_host, []);
        _publications = [.. (await _host.ControlAsync())["publications"]!.AsArray().Select(p => p.Text("id")!)];
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Publications_are_listed_as_recorded() =>
        Assert.Equal("", await _replay.CompareAsync(SharedFacts.Capture("50-publications-list").At("exchanges.0")!));

    [Fact]
    public async Task Publishing_a_draft_is_accepted_as_recorded_and_shows_once_it_is_active()
    {
        var id = await CreateAsync("DRAFT");
        await KnowAsync("10172067414322", id);

        Assert.Equal("", await _replay.CompareAsync(SharedFacts.Capture("51-publishablepublish-draft-product").At("exchanges.0")!));
        Assert.Equal((0, null), await SeenAsync(id));
        await _host.SendAsync("mutation Push($id: ID!) { productSet(identifier: {id: $id}, input: {status: ACTIVE}) { userErrors { message } } }", new { id });
        Assert.Equal((1, "https://alpha.myshopify.com/products/cap"), await SeenAsync(id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Refusals_read_as_recorded_and_publish_nothing(int exchange)
    {
        var id = await CreateAsync("ACTIVE");
        await KnowAsync("10231782310194", id);

        Assert.Equal("", await _replay.CompareAsync(SharedFacts.Capture("52-publishablepublish-errors").At("exchanges")![exchange]!));
        Assert.Equal((0, null), await SeenAsync(id));
    }

    [Fact]
    public async Task A_product_is_on_the_publications_it_was_published_to_until_it_is_pushed_and_after()
    {
        var id = await CreateAsync("ACTIVE");

        await PublishAsync(id, _publications[0], _publications[2]);
        await PublishAsync(id, _publications[2]);
        await _host.SendAsync("mutation Push($id: ID!) { productSet(identifier: {id: $id}, input: {title: \"Hat\"}) { userErrors { message } } }", new { id });

        var product = (await _host.SendAsync(
            "query Where($id: ID!, $shop: ID!, $pos: ID!) { product(id: $id) { shop: publishedOnPublication(publicationId: $shop) pos: publishedOnPublication(publicationId: $pos) resourcePublicationsV2(first: 5) { nodes { isPublished publication { name catalog { title } } } } unpublishedPublications(first: 5) { nodes { name } } } }",
            new { id, shop = _publications[2], pos = _publications[1] })).At("data.product")!;
        Assert.Equal(("true", "false"), (product.Text("shop"), product.Text("pos")));
        Assert.Equal(["Online Store", "Shop"], Names(product.At("resourcePublicationsV2.nodes")!, "publication.catalog.title"));
        Assert.Equal(["Point of Sale", "Shopify GraphiQL App", "example.com"], Names(product.At("unpublishedPublications.nodes")!, "name"));
    }

    [Fact]
    public async Task A_date_to_come_is_not_yet_a_publication()
    {
        var id = await CreateAsync("ACTIVE");

        await _host.SendAsync(Publish, new { id, input = new[] { new { publicationId = _publications[0], publishDate = "2999-01-01T00:00:00Z" } } });

        Assert.Equal((0, null), await SeenAsync(id));
    }

    [Fact]
    public async Task Publishing_what_does_not_exist_is_refused()
    {
        var reply = await _host.SendAsync(Publish, new { id = "gid://shopify/Product/1", input = new[] { new { publicationId = _publications[0] } } });

        Assert.Equal("""[{"field":["id"],"message":"Resource does not exist"}]""", reply.At("data.publishablePublish.userErrors").Json());
    }

    [Fact]
    public async Task Both_need_their_scope()
    {
        var id = await CreateAsync("ACTIVE");
        await _host.ConfigureAsync(new { scopes = new[] { "read_products", "write_products" } });

        var list = await _host.SendAsync("{ publications(first: 5) { nodes { id } } }");
        var publish = await _host.SendAsync(Publish, new { id, input = new[] { new { publicationId = _publications[0] } } });

        Assert.Equal(("ACCESS_DENIED", "`read_publications` access scope."), (list.Text("errors.0.extensions.code"), list.Text("errors.0.extensions.requiredAccess")));
        Assert.Equal(("ACCESS_DENIED", "`write_publications` access scope."), (publish.Text("errors.0.extensions.code"), publish.Text("errors.0.extensions.requiredAccess")));
    }

    [Fact]
    public async Task The_page_of_the_shop_shows_where_a_product_is_published()
    {
        var id = await CreateAsync("ACTIVE");
        await PublishAsync(id, _publications[0], _publications[2]);

        var page = await _host.Client.GetStringAsync(new Uri("/demo-stores/alpha", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Matches("Published on.*Online Store, Shop", page.ReplaceLineEndings(" "));
    }

    private static IEnumerable<string?> Names(JsonNode nodes, string path) => nodes.AsArray().Select(n => n.Text(path));

    private async Task KnowAsync(string recordedProduct, string id)
    {
        await _replay.CompareAsync(SharedFacts.Capture("50-publications-list").At("exchanges.0")!);
        _replay.Know($"gid://shopify/Product/{recordedProduct}", id);
    }

    private async Task<string> CreateAsync(string status) =>
        (await _host.SendAsync("mutation Push($status: ProductStatus) { productSet(input: {title: \"Cap\", status: $status}) { product { id } } }", new { status }))
        .Text("data.productSet.product.id")!;

    private Task PublishAsync(string id, params string[] publications) =>
        _host.SendAsync(Publish, new { id, input = publications.Select(publicationId => new { publicationId }) });

    private async Task<(int Count, string? Address)> SeenAsync(string id)
    {
        var product = (await _host.SendAsync("query Seen($id: ID!) { product(id: $id) { availablePublicationsCount { count } onlineStoreUrl } }", new { id })).At("data.product")!;
        return (product.At("availablePublicationsCount.count")!.GetValue<int>(), product.Text("onlineStoreUrl"));
    }
}
