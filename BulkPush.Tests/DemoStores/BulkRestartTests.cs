using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

public sealed class BulkRestartTests : IDisposable
{
    private readonly TestDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Uploads_and_finished_results_outlive_the_process()
    {
        string path, id;
        await using (var first = await StartAsync()) path = await new BulkClient(first).UploadAsync(BulkClient.Line("Cap"));
        await using (var second = await StartAsync())
        {
            var bulk = new BulkClient(second);
            id = (await bulk.RunAsync(path)).Text("bulkOperation.id")!;
            await bulk.UntilAsync(id, "COMPLETED");
        }

        await using var third = await StartAsync();
        var again = new BulkClient(third);
        var operation = await again.ReadAsync(id);

        Assert.Equal("COMPLETED", operation.Text("status"));
        Assert.Equal("Cap", Assert.Single(await again.ResultsAsync(operation.Text("url")!)).Text("data.productSet.product.title"));
    }

    [Fact]
    public async Task An_operation_that_was_running_has_failed_and_shows_what_it_did()
    {
        string id;
        await using (var first = await StartAsync())
        {
            await first.ConfigureAsync(new { bulkLinesPerSecond = 50, bulkCountStep = 1 });
            var bulk = new BulkClient(first);
            id = await bulk.StartAsync(Enumerable.Range(0, 1000).Select(i => BulkClient.Line($"Product {i}")));
            await Eventually.IsTrueAsync(async () => (await bulk.ReadAsync(id)).Text("objectCount") is not ("0" or "1"), "some lines are done");
        }

        await using var second = await StartAsync();
        var after = new BulkClient(second);
        var operation = await after.ReadAsync(id);
        var results = await after.ResultsAsync(operation.Text("partialDataUrl")!);

        Assert.Equal(("FAILED", "INTERNAL_SERVER_ERROR", null), (operation.Text("status"), operation.Text("errorCode"), operation.Text("url")));
        Assert.Equal((await second.ControlAsync())["products"]!.GetValue<int>(), results.Count);
        Assert.Equal("CREATED", (await after.RunAsync(await after.UploadAsync(BulkClient.Line("New")))).Text("bulkOperation.status"));
    }

    private Task<DemoStoreHost> StartAsync() =>
        DemoStoreHost.StartAsync(stateDirectory: _state.Path, settings: [("DemoStores:Shops:0:BulkLinesPerSecond", "0")]);
}
