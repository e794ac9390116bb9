using BulkPush.Tests.Components;

namespace BulkPush.Tests.DemoStores;

public sealed class MediaTests : IAsyncLifetime
{
    private const string Fields = "id status mediaErrors { code message details } preview { status image { url } } ... on MediaImage { fileStatus fileErrors { code } image { url } }";

    private readonly TestClock _clock = new();
    private DemoStoreHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync(_clock);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_image_is_uploaded_then_processing_then_ready()
    {
        var (product, media) = await CreateAsync("https://images.example/front.jpg");

        var states = new List<string?>();
        foreach (var wait in (int[])[0, 1, 3])
        {
            _clock.Advance(TimeSpan.FromSeconds(wait));
            states.Add((await _host.SendAsync($"query Read($id: ID!) {{ product(id: $id) {{ media(first: 5) {{ nodes {{ {Fields} }} }} }} }}", new { id = product }))
                .Text("data.product.media.nodes.0.status"));
        }

        Assert.Equal(["UPLOADED", "PROCESSING", "READY"], states);
        var node = (await _host.SendAsync($"query Nodes($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Media {{ {Fields} }} }} }}", new { ids = new[] { media } })).At("data.nodes.0");
        Assert.StartsWith("https://cdn.shopify.com/", node.Text("image.url"), StringComparison.Ordinal);
        Assert.Equal("[]", node.At("mediaErrors").Json());
    }

    [Fact]
    public async Task An_image_that_cannot_be_fetched_fails_later_and_says_why()
    {
        var (_, media) = await CreateAsync("https://images.invalid/front.jpg");

        _clock.Advance(TimeSpan.FromSeconds(4));
        var reply = await _host.SendAsync(
            $"query Nodes($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename id ... on MediaImage {{ {Fields} }} }} }}",
            new { ids = new[] { media, "gid://shopify/MediaImage/1", "gid://shopify/Unheard/1" } });

        Assert.Equal(("MediaImage", media, "FAILED", "IMAGE_DOWNLOAD_FAILURE"), (reply.Text("data.nodes.0.__typename"), reply.Text("data.nodes.0.id"), reply.Text("data.nodes.0.status"), reply.Text("data.nodes.0.mediaErrors.0.code")));
        Assert.Equal(("FAILED", null, null), (reply.Text("data.nodes.0.preview.status"), reply.Text("data.nodes.0.image"), reply.Text("data.nodes.0.preview.image")));
        Assert.Equal("[null,null]", $"[{reply.At("data.nodes.1").Json()},{reply.At("data.nodes.2").Json()}]");
    }

    [Fact]
    public async Task Reading_any_number_of_nodes_costs_as_much_as_one()
    {
        var (_, media) = await CreateAsync("https://images.example/front.jpg");

        var one = await _host.SendAsync("query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on MediaImage { id status image { url } } } }", new { ids = new[] { media } });
        var many = await _host.SendAsync("query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on MediaImage { id status image { url } } } }", new { ids = Enumerable.Repeat(media, 200) });

        Assert.Equal("2", one.Text("extensions.cost.requestedQueryCost"));
        Assert.Equal("2", many.Text("extensions.cost.requestedQueryCost"));
    }

    [Fact]
    public async Task A_field_that_is_asked_for_in_several_ways_is_answered_once_with_everything()
    {
        var (_, media) = await CreateAsync("https://images.example/front.jpg");

        var reply = await _host.SendAsync(
            "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { id preview { status } } ... on MediaImage { id preview { image { url } } } ... on Product { title } } }",
            new { ids = new[] { media } });

        Assert.Equal($$$"""{"id":"{{{media}}}","preview":{"status":"UPLOADED","image":null}}""", reply.At("data.nodes.0").Json());
        Assert.Equal("3", reply.Text("extensions.cost.requestedQueryCost"));
    }

    [Theory]
    [InlineData("Product")]
    [InlineData("ProductVariant")]
    public async Task Other_things_are_read_by_their_id_too(string type)
    {
        var (product, _) = await CreateAsync("https://images.example/front.jpg");
        var id = type == "Product" ? product : (await _host.SendAsync("{ productVariants(first: 1) { nodes { id } } }")).Text("data.productVariants.nodes.0.id")!;

        var reply = await _host.SendAsync("query One($id: ID!) { node(id: $id) { __typename id } }", new { id });

        Assert.Equal((type, id), (reply.Text("data.node.__typename"), reply.Text("data.node.id")));
    }

    private async Task<(string Product, string Media)> CreateAsync(string source)
    {
        var reply = await _host.SendAsync(
            "mutation Push($input: ProductSetInput!) { productSet(input: $input) { product { id media(first: 1) { nodes { id } } } } }",
            new { input = new { title = "Cap", files = new[] { new { originalSource = source } } } });
        return (reply.Text("data.productSet.product.id")!, reply.Text("data.productSet.product.media.nodes.0.id")!);
    }
}
