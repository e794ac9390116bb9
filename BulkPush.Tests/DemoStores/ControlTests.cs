using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;
using BulkPush.Web.DemoStores;

namespace BulkPush.Tests.DemoStores;

public sealed class ControlTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_shop_made_at_run_time_has_its_own_token_products_and_bucket()
    {
        await _host.ConfigureAsync(new { displayName = "Beta", accessToken = "shpat_beta", kind = "plus" }, "beta");

        await CreateAsync("Only in alpha");
        using var foreign = await _host.PostAsync(new { query = "{ shop { id } }" }, "beta");
        using var own = await _host.PostAsync(new { query = "{ productsCount { count } shop { name plan { shopifyPlus } } }" }, "beta", "shpat_beta");
        var reply = JsonNode.Parse(await own.Content.ReadAsStringAsync(Ct));

        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        Assert.Equal("""{"productsCount":{"count":0},"shop":{"name":"Beta","plan":{"shopifyPlus":true}}}""", reply!["data"].Json());
        Assert.Equal("20000", reply.Text("extensions.cost.throttleStatus.maximumAvailable"));
    }

    [Fact]
    public async Task Requests_are_counted_by_operation_and_root_field()
    {
        await _host.SendAsync("query Greeting { shop { id } }");
        await _host.SendAsync("query Greeting { shop { id } }");
        await CreateAsync("Mug");

        var requests = (await _host.ControlAsync())["requests"];

        Assert.Equal("3", requests.Text("total"));
        Assert.Equal("""{"Greeting":2,"productSet":1}""", requests.At("byOperation").Json());
        Assert.Equal("1", requests.Text("maximumInFlight"));
        Assert.Equal("12", requests.Text("pointsSpent"));
    }

    [Fact]
    public async Task A_product_taken_out_is_gone_for_the_client_too()
    {
        var id = (await CreateAsync("Mug")).Text("data.productSet.product.id");

        await _host.ActAsync(new { action = "deleteProduct", id });

        var read = await _host.SendAsync("query($id: ID!) { product(id: $id) { id } }", new { id });
        Assert.Equal("""{"product":null}""", read["data"].Json());
    }

    [Fact]
    public async Task A_reset_shop_is_empty_and_gives_no_id_twice()
    {
        var before = (await CreateAsync("Mug")).Text("data.productSet.product.id");

        await _host.ActAsync(new { action = "reset" });

        var control = await _host.ControlAsync();
        Assert.Equal(("0", "0", "2000"), (control.Text("products"), control.Text("requests.total"), control.Text("bucket.currentlyAvailable")));
        Assert.Single(control["locations"]!.AsArray());
        Assert.NotEqual(before, (await CreateAsync("Mug")).Text("data.productSet.product.id"));
    }

    [Fact]
    public async Task The_dump_shows_what_the_shop_holds()
    {
        await CreateAsync("Mug");

        var products = await _host.Client.GetFromJsonAsync<JsonNode>("/demo-stores/alpha/products.json", Ct);

        Assert.Equal("mug", products.Text("0.handle"));
        Assert.Equal("0", products.Text("0.variants.0.price"));
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused_with_a_reason()
    {
        foreach (var change in (string[])["""{"restoreRate":-1}""", """{"faults":{"lostReply":{"probability":2}}}""", """{"colour":"red"}""", """{"latencyMs":-5}"""])
        {
            using var response = await _host.Client.PutAsync("/demo-stores/alpha/control", new StringContent(change, Encoding.UTF8, "application/json"), Ct);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_foreign_host_name_a_proxy_and_a_form_get_nowhere()
    {
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/demo-stores/alpha/control") { Headers = { Host = "evil.example" } };
        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/demo-stores/alpha/control") { Headers = { { "X-Forwarded-For", "203.0.113.7" } } };
        using var form = new HttpRequestMessage(HttpMethod.Post, "/demo-stores/alpha/control") { Content = new StringContent("""{"action":"reset"}""", Encoding.UTF8, "text/plain") };

        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.SendAsync(rebound, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.SendAsync(proxied, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Client.SendAsync(form, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_shop_survives_a_restart_and_a_line_that_was_cut_short()
    {
        using var directory = new TestDirectory();
        string? id;
        await using (var first = await DemoStoreHost.StartAsync(stateDirectory: directory.Path))
        {
            id = (await CreateAsync("Kept", first)).Text("data.productSet.product.id");
            await CreateAsync("Deleted", first);
            await first.ActAsync(new { action = "deleteProduct", handle = "deleted" });
            await first.ConfigureAsync(new { accessToken = "shpat_late" }, "late");
        }

        await File.AppendAllTextAsync(directory.Combine("alpha.jsonl"), """{"LastId":99,"Product":{"Id":""", Ct);
        await using (var second = await DemoStoreHost.StartAsync(stateDirectory: directory.Path))
        {
            var products = await second.Client.GetFromJsonAsync<JsonNode>("/demo-stores/alpha/products.json", Ct);
            Assert.Equal(id, products.Text("0.id"));
            Assert.Single(products!.AsArray());
            Assert.Equal("shpat_late", (await second.ControlAsync("late")).Text("accessToken"));
            await CreateAsync("After", second);
        }

        await using var third = await DemoStoreHost.StartAsync(stateDirectory: directory.Path);
        Assert.Equal("2", (await third.ControlAsync()).Text("products"));
        Assert.Equal(id, (await CreateAsync("Kept", third, id)).Text("data.productSet.product.id"));
    }

    [Fact]
    public async Task A_second_process_on_the_same_journal_works_from_memory()
    {
        using var directory = new TestDirectory();
        await using var first = await DemoStoreHost.StartAsync(stateDirectory: directory.Path);
        await CreateAsync("Mine", first);
        await using var second = await DemoStoreHost.StartAsync(stateDirectory: directory.Path);

        Assert.Equal("0", (await second.ControlAsync()).Text("products"));
    }

    [Fact]
    public void The_shops_of_a_first_run_are_one_of_each_kind() =>
        Assert.Equal([DemoShopKind.Standard, DemoShopKind.Plus, DemoShopKind.Misbehaving], DemoShops.Defaults.Select(s => s.Kind));

    private Task<JsonNode> CreateAsync(string title, DemoStoreHost? host = null, string? id = null) => (host ?? _host).SendAsync(
        "mutation($input: ProductSetInput!) { productSet(input: $input) { product { id } userErrors { message } } }",
        new { input = id is null ? new { title } : (object)new { title, id } });
}
