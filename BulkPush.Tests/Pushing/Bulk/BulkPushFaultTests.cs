using BulkPush.Core.Jobs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>Whatever becomes of files and operations, every product is in the store once and has its outcome.</summary>
public sealed class BulkPushFaultTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData("uploadRefused", 3)]
    [InlineData("bulkReplyLost", 2)]
    [InlineData("bulkResultTorn", 2)]
    public async Task A_passing_fault_costs_no_product_and_runs_no_file_twice(string fault, int count)
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(40, store);
        await _stage.FailAsync(store, fault, count);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 40, 0, 0), (job.Status, job.Created, job.Failed, await _stage.SentDirectlyAsync(store)));
        Assert.Equal(4, (await _stage.AtShopAsync(store)).Count);
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Theory]
    [InlineData("bulkResultIncomplete", "completed", 1)]
    [InlineData("bulkFails", "failed INTERNAL_SERVER_ERROR", 5)]
    [InlineData("bulkExpires", "expired", 10)]
    public async Task Lines_without_a_result_are_pushed_again(string fault, string verdict, int unknown)
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(40, store);
        await _stage.FailAsync(store, fault);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 40, 0), (job.Status, job.Created + job.Updated, job.Failed));
        Assert.Contains(verdict, (await _stage.OperationsAsync()).Select(o => o.Verdict));
        Assert.Equal(unknown, await _stage.SentDirectlyAsync(store));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Files_that_were_asked_for_go_on_in_files_while_that_saves_time()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10), KeyValuePair.Create("Pushing:BulkOverhead", (string?)"00:00:00.1"));
        var store = await stage.StoreAsync("berlin", new { maximumAvailable = 60, restoreRate = 50, bulkLinesPerSecond = 0 });
        var products = await stage.ProductsAsync(40, store);
        await stage.FailAsync(store, "bulkExpires", 3);

        var job = await stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 40, 0, 0), (job.Status, job.Created + job.Updated, job.Failed, await stage.SentDirectlyAsync(store)));
        await stage.AssertExactlyOnceAsync(job, store, products);
        await stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task What_somebody_cancels_at_Shopify_is_pushed_again()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(30, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);
        foreach (var operation in await _stage.AtShopAsync(store))
        {
            using var reply = await _stage.Shops.PostAsync(
                new { query = "mutation C($id: ID!) { bulkOperationCancel(id: $id) { userErrors { message } } }", variables = new { id = operation.Text("id") } }, "berlin", "shpat_berlin");
        }

        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 30, 0), (job.Status, job.Created + job.Updated, job.Failed));
        Assert.Contains("canceled", (await _stage.OperationsAsync()).Select(o => o.Verdict));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Waits_for_operations_of_others_and_goes_on_when_they_are_over()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(30, store);
        await _stage.Shops.ConfigureAsync(new { foreignBulkOperations = 5 }, "berlin");
        var jobId = await _stage.StartAsync(InFiles);
        await Eventually.IsTrueAsync(
            async () => (await _stage.JobAsync(jobId)).Stores[0].Progress.Phase == "Waiting for other bulk operations of this app to end", "the push waits for others");

        await _stage.Shops.ConfigureAsync(new { foreignBulkOperations = 4 }, "berlin");
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((30, 0), (job.Created, await _stage.SentDirectlyAsync(store)));
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Sends_directly_when_others_leave_no_room_for_too_long()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10), KeyValuePair.Create("Pushing:BulkPatience", (string?)"00:00:00.3"));
        var store = await stage.StoreAsync("berlin", Fast);
        var products = await stage.ProductsAsync(30, store);
        await stage.Shops.ConfigureAsync(new { foreignBulkOperations = 5 }, "berlin");

        var job = await stage.PushAsync(InFiles);

        Assert.Equal((30, 30), (job.Created, await stage.SentDirectlyAsync(store)));
        Assert.EndsWith("The last 30 were sent directly: Shopify took no more files (BULK_BUSY).", job.Stores[0].StrategyReason, StringComparison.Ordinal);
        await stage.AssertExactlyOnceAsync(job, store, products);
        Assert.Empty(await stage.OperationsAsync());
    }

    [Fact]
    public async Task Runs_one_file_at_a_time_where_Shopify_allows_no_more()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10), KeyValuePair.Create("Shopify:ApiVersion", (string?)"2025-10"));
        var store = await stage.StoreAsync("berlin", Slow);
        await stage.ProductsAsync(25, store);
        var jobId = await stage.StartAsync(InFiles);
        await stage.UntilWorkingAsync(store);

        var phase = (await stage.JobAsync(jobId)).Stores[0].Progress.Phase;
        var running = (await stage.AtShopAsync(store)).Count(o => o.Text("status") is "created" or "running");
        var job = await stage.FinishedAsync(jobId);

        Assert.Equal((1, 25, 0), (running, job.Created, await stage.SentDirectlyAsync(store)));
        Assert.DoesNotContain("files", phase, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_lost_on_the_way_is_paused_and_its_next_push_ends_what_still_runs()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(40, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);
        await _stage.Shops.ConfigureAsync(new { faults = new { tokenRevoked = new { probability = 1.0 } } }, "berlin");

        var halted = await _stage.HaltedAsync(jobId);
        await _stage.Shops.ConfigureAsync(new { faults = new { tokenRevoked = new { probability = 0.0 } } }, "berlin");
        var job = await _stage.PushAsync(InFiles);

        Assert.Equal("SHOPIFY_UNAUTHORIZED", halted.Stores[0].Halt!.Code);
        Assert.Equal((BulkPushJobStatus.Completed, 0), (job.Status, job.Failed));
        var resumed = await _stage.ResumedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 40, 0, 0), (resumed.Status, resumed.Processed, resumed.Failed, resumed.Skipped));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task A_storage_that_takes_no_file_leads_to_sending_directly()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(12, store);
        await _stage.FailAsync(store, "uploadRefused", 100);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((12, 12), (job.Created, await _stage.SentDirectlyAsync(store)));
        Assert.Contains("(UPLOAD_FAILED)", job.Stores[0].StrategyReason, StringComparison.Ordinal);
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }
}
