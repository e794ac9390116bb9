using System.Net;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

public sealed class BulkFaultTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;
    private BulkClient _bulk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IEnumerable<string> FortyLines => Enumerable.Range(0, 40).Select(i => BulkClient.Line($"Product {i}"));

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:BulkLinesPerSecond", "0")]);
        _bulk = new BulkClient(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_operation_that_fails_leaves_half_of_its_results()
    {
        await PlanAsync("bulkFails");

        var operation = await _bulk.UntilAsync(await _bulk.StartAsync(FortyLines), "FAILED");

        Assert.Equal(("INTERNAL_SERVER_ERROR", "20", null, null), (operation.Text("errorCode"), operation.Text("objectCount"), operation.Text("url"), operation.Text("completedAt")));
        Assert.Equal(20, (await _bulk.ResultsAsync(operation.Text("partialDataUrl")!)).Count);
        Assert.Equal(20, (await _host.ControlAsync())["products"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_operation_that_expires_has_done_everything_and_shows_nothing()
    {
        await PlanAsync("bulkExpires");

        var operation = await _bulk.UntilAsync(await _bulk.StartAsync(FortyLines), "EXPIRED");

        Assert.Equal((null, null), (operation.Text("url"), operation.Text("partialDataUrl")));
        Assert.Equal(40, (await _host.ControlAsync())["products"]!.GetValue<int>());
    }

    [Fact]
    public async Task Incomplete_results_miss_lines_that_took_effect()
    {
        await PlanAsync("bulkResultIncomplete");

        var operation = await _bulk.UntilAsync(await _bulk.StartAsync(FortyLines), "COMPLETED");

        Assert.Equal(36, (await _bulk.ResultsAsync(operation.Text("url")!)).Count);
        Assert.Equal(("40", 40), (operation.Text("objectCount"), (await _host.ControlAsync())["products"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_torn_download_ends_early_and_the_next_one_is_whole()
    {
        await PlanAsync("bulkResultTorn");
        var url = (await _bulk.UntilAsync(await _bulk.StartAsync(FortyLines), "COMPLETED")).Text("url")!;

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.Client.GetStringAsync(url, Ct));

        Assert.Equal(40, (await _bulk.ResultsAsync(url)).Count);
    }

    [Fact]
    public async Task A_refused_upload_keeps_nothing()
    {
        await PlanAsync("uploadRefused");
        var target = await _bulk.StageAsync();

        using var content = new StringContent(new string('x', 3_000_000));
        using var response = await _bulk.PostAsync(target, content);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var key = target["parameters"]!.AsArray().First(p => p.Text("name") == "key").Text("value")!;
        Assert.Equal("NO_SUCH_FILE", (await _bulk.RunAsync(key)).Text("userErrors.0.code"));
    }

    [Fact]
    public async Task A_lost_reply_has_started_the_operation()
    {
        await PlanAsync("bulkReplyLost");
        var path = await _bulk.UploadAsync(BulkClient.Line("Cap"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _bulk.RunAsync(path));

        await Eventually.IsTrueAsync(async () => (await _host.ControlAsync()).Text("bulkOperations.0.status") == "completed", "the operation ends");
        Assert.Equal(1, (await _host.ControlAsync())["products"]!.GetValue<int>());
    }

    [Fact]
    public async Task Faults_of_bulk_operations_do_not_touch_other_requests()
    {
        await PlanAsync("bulkFails");

        Assert.NotNull((await _host.SendAsync("{ shop { name } }")).At("data.shop"));
        Assert.Equal(1, (await _host.ControlAsync()).At("faults.bulkFails.count")!.GetValue<int>());
    }

    private Task PlanAsync(string fault) =>
        _host.ConfigureAsync(new { faults = new JsonObject { [fault] = new JsonObject { ["count"] = 1 } } });
}
