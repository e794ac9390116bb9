using System.Net;

namespace BulkPush.Tests.DemoStores;

public sealed class PageTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_index_leads_to_every_shop()
    {
        var page = await _host.Client.GetStringAsync("/demo-stores", Ct);

        Assert.Contains("""<a href="/demo-stores/alpha">Alpha Shop</a>""", page, StringComparison.Ordinal);
        Assert.Contains("2,000 of 2,000 points", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_shows_what_it_holds_and_markup_stays_text()
    {
        await CreateAsync("<script>alert(1)</script> & Co");

        var page = await _host.Client.GetStringAsync("/demo-stores/alpha", Ct);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("""data-testid="requests">1<""", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Products_are_paged_and_searched()
    {
        for (var i = 0; i < 30; i++) await CreateAsync($"Mug {i}");
        await CreateAsync("Plate");

        var second = await _host.Client.GetStringAsync("/demo-stores/alpha?page=2", Ct);
        Assert.Contains("26 to 31 of 31", second, StringComparison.Ordinal);
        Assert.Contains("?page=1", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Next page", second, StringComparison.Ordinal);

        var found = await _host.Client.GetStringAsync("/demo-stores/alpha?q=plate", Ct);
        Assert.Contains("1 to 1 of 1", found, StringComparison.Ordinal);
        Assert.Contains("No product matches", await _host.Client.GetStringAsync("/demo-stores/alpha?q=spoon&page=9", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_lists_its_bulk_operations()
    {
        Assert.DoesNotContain("bulk-operations", await _host.Client.GetStringAsync("/demo-stores/alpha", Ct), StringComparison.Ordinal);
        var bulk = new BulkClient(_host);
        await bulk.UntilAsync(await bulk.StartAsync(BulkClient.Line("Mug"), BulkClient.Line("Plate")), "COMPLETED");
        await _host.ConfigureAsync(new { foreignBulkOperations = 1 });

        var page = (await _host.Client.GetStringAsync("/demo-stores/alpha", Ct)).ReplaceLineEndings(" ");

        Assert.Matches("somebody else&#x27;s.*<td>running</td>.*<td>completed</td>.*<td>2</td>", page);
    }

    [Fact]
    public async Task A_shop_that_does_not_exist_has_no_page() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Client.GetAsync("/demo-stores/nowhere", Ct)).StatusCode);

    private Task CreateAsync(string title) =>
        _host.SendAsync("mutation($input: ProductSetInput!) { productSet(input: $input) { userErrors { message } } }", new { input = new { title } });
}
