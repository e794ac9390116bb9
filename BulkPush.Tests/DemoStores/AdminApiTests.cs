using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.DemoStores;

public sealed class AdminApiTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private DemoStoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync(_clock);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("2026-07", "2026-07")]
    [InlineData("2024-01", "2026-01")]
    [InlineData("unstable", "unstable")]
    public async Task The_reply_names_the_version_that_served_it(string asked, string served)
    {
        using var response = await _host.PostAsync(new { query = "{ shop { id } }" }, version: asked);

        Assert.Equal(served, response.Headers.GetValues("X-Shopify-API-Version").Single());
        Assert.NotEqual(Guid.Empty, Guid.Parse(response.Headers.GetValues("X-Request-Id").Single()));
    }

    [Theory]
    [InlineData("alpha", DemoStoreHost.Token, "summer", HttpStatusCode.NotFound)]
    [InlineData("nowhere", DemoStoreHost.Token, "2026-07", HttpStatusCode.NotFound)]
    [InlineData("alpha", "shpat_wrong", "2026-07", HttpStatusCode.Unauthorized)]
    [InlineData("alpha", null, "2026-07", HttpStatusCode.Unauthorized)]
    public async Task Who_may_not_in_gets_a_text_and_no_list_of_errors(string shop, string? token, string version, HttpStatusCode status)
    {
        using var response = await _host.PostAsync(new { query = "{ shop { id } }" }, shop, token, version);

        Assert.Equal(status, response.StatusCode);
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["errors"]!.GetValue<string>());
        Assert.Equal(status == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task A_body_without_a_query_is_a_bad_request(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/demo-stores/alpha/admin/api/2026-07/graphql.json")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Shopify-Access-Token", DemoStoreHost.Token);

        using var response = await _host.Client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"errors":{"query":"Required parameter missing or invalid"}}""", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Points_are_taken_and_given_back_and_come_back_with_time()
    {
        var reply = await _host.SendAsync("{ products(first: 250) { nodes { id } } }");
        Assert.Equal("""{"requestedQueryCost":13,"actualQueryCost":2,"throttleStatus":{"maximumAvailable":2000,"currentlyAvailable":1998,"restoreRate":100}}""", reply.At("extensions.cost").Json());

        await _host.ConfigureAsync(new { available = 5 });
        var throttled = await _host.SendAsync("{ products(first: 250) { nodes { id } } }");
        Assert.Equal("THROTTLED", throttled.Text("errors.0.extensions.code"));

        _clock.Advance(TimeSpan.FromMilliseconds(80));
        Assert.Null((await _host.SendAsync("{ products(first: 250) { nodes { id } } }"))["errors"]);
    }

    [Fact]
    public async Task A_query_above_the_limit_is_refused_without_a_price_tag()
    {
        const string Dear = "{ products(first: 250) { nodes { variants(first: 250) { nodes { metafields(first: 250) { nodes { id } } } } } } }";

        var reply = await _host.SendAsync(Dear);

        Assert.Equal("MAX_COST_EXCEEDED", reply.Text("errors.0.extensions.code"));
        Assert.Equal("1000", reply.Text("errors.0.extensions.maxCost"));
        Assert.Null(reply["extensions"]);
    }

    [Fact]
    public async Task Every_product_appears_once_when_paged_through()
    {
        for (var i = 0; i < 23; i++) await _host.SendAsync($"mutation {{ productSet(input: {{title: \"P{i}\"}}) {{ userErrors {{ message }} }} }}");
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await _host.SendAsync(
                "query($after: String) { products(first: 10, after: $after) { nodes { handle } pageInfo { hasNextPage endCursor } } }", new { after })).At("data.products");
            seen.AddRange(page!["nodes"]!.AsArray().Select(n => n.Text("handle")!));
            after = page.At("pageInfo.hasNextPage")!.GetValue<bool>() ? page.Text("pageInfo.endCursor") : null;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 23).Select(i => $"p{i}"), seen);
    }

    [Theory]
    [InlineData("handle:red-mug", 1)]
    [InlineData("sku:RM-1", 1)]
    [InlineData("vendor:acme status:draft", 1)]
    [InlineData("title:mug", 2)]
    [InlineData("tag:'for tea'", 1)]
    [InlineData("status:archived", 0)]
    public async Task A_search_finds_what_it_names_once_the_index_has_caught_up(string query, int count)
    {
        await _host.ConfigureAsync(new { searchLagMs = 2000 });
        await _host.SendAsync("""
            mutation { a: productSet(input: {title: "Red Mug", vendor: "Acme", status: DRAFT, tags: ["for tea"],
                productOptions: [{name: "Title", values: [{name: "Default Title"}]}],
                variants: [{sku: "RM-1", optionValues: [{optionName: "Title", name: "Default Title"}]}]}) { userErrors { message } }
              b: productSet(input: {title: "Blue Mug"}) { userErrors { message } } }
            """);
        Assert.Equal("0", await CountAsync());
        Assert.Equal("2", (await _host.SendAsync("{ productsCount { count } }")).Text("data.productsCount.count"));

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(count.ToString(), await CountAsync());

        async Task<string?> CountAsync() =>
            (await _host.SendAsync("query($query: String) { productsCount(query: $query) { count } }", new { query })).Text("data.productsCount.count");
    }

    [Fact]
    public async Task Images_become_ready_after_a_while_and_a_dead_address_fails_then()
    {
        await _host.SendAsync("""
            mutation { productSet(input: {title: "Pictured", files: [{originalSource: "https://a.example/1.jpg"}, {originalSource: "https://gone.invalid/2.jpg"}]})
              { userErrors { message } } }
            """);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var reply = await _host.SendAsync("{ products(first: 1) { nodes { media(first: 5) { nodes { __typename status ... on MediaImage { image { url } } } } } } }");

        Assert.Equal("READY", reply.Text("data.products.nodes.0.media.nodes.0.status"));
        Assert.Equal("MediaImage", reply.Text("data.products.nodes.0.media.nodes.0.__typename"));
        Assert.Equal("FAILED", reply.Text("data.products.nodes.0.media.nodes.1.status"));
        Assert.Null(reply.At("data.products.nodes.0.media.nodes.1.image"));
    }

    [Fact]
    public async Task A_shop_introduces_itself()
    {
        var reply = await _host.SendAsync("""
            { shop { name myshopifyDomain currencyCode plan { publicDisplayName shopifyPlus } resourceLimits { maxProductVariants } }
              currentAppInstallation { accessScopes { handle } }
              locations(first: 5) { nodes { name isActive } } }
            """);

        Assert.Equal("alpha.myshopify.com", reply.Text("data.shop.myshopifyDomain"));
        Assert.Equal("2048", reply.Text("data.shop.resourceLimits.maxProductVariants"));
        Assert.Contains("write_products", reply.At("data.currentAppInstallation.accessScopes").Json(), StringComparison.Ordinal);
        Assert.Equal("""[{"name":"Main warehouse","isActive":true}]""", reply.At("data.locations.nodes").Json());
    }
}
