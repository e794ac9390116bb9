using BulkPush.Core.Jobs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>Pushes in files that are cancelled, or whose worker stops.</summary>
public sealed class BulkStopTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(20));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Cancel_ends_the_operations_at_Shopify_and_records_what_was_done()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);

        Assert.Equal(CancelResult.Accepted, await _stage.Jobs.CancelAsync(jobId, "test", Ct));
        var cancelled = await _stage.FinishedAsync(jobId);

        Assert.Equal(BulkPushJobStatus.Cancelled, cancelled.Status);
        Assert.InRange(cancelled.Created, 1, 99);
        Assert.Equal((100, cancelled.Created), (cancelled.Created + cancelled.Skipped, (await _stage.HeldAsync(store)).Count));
        Assert.All(await _stage.AtShopAsync(store), o => Assert.Contains(o.Text("status"), new[] { "canceled", "completed" }));
        await _stage.AssertAccountedForAsync();
        await _stage.AssertExactlyOnceAsync(await _stage.PushAsync(InFiles), store, products);
    }

    [Fact]
    public async Task A_cancelled_push_does_not_wait_for_Shopify_for_ever_and_the_next_one_ends_what_is_left()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(20), KeyValuePair.Create("Pushing:BulkCancelWait", (string?)"00:00:00"));
        var store = await stage.StoreAsync("berlin", Slow);
        var products = await stage.ProductsAsync(100, store);
        var jobId = await stage.StartAsync(InFiles);
        await stage.UntilWorkingAsync(store);
        await stage.Jobs.CancelAsync(jobId, "test", Ct);

        var cancelled = await stage.FinishedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Cancelled, 100), (cancelled.Status, cancelled.Skipped));
        Assert.Contains(await stage.OperationsAsync(), o => o.Status == BulkOperationStatus.Running);
        await stage.ChangeAsync(products[0], p => p.Title = "Newer than what still runs");
        var job = await stage.PushAsync(new PushScope { Strategy = PushStrategy.Direct });

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created + job.Updated, job.Failed));
        Assert.All(await stage.AtShopAsync(store), o => Assert.Contains(o.Text("status"), new[] { "canceled", "completed" }));
        Assert.Contains(await stage.HeldAsync(store), held => held.Text("title") == "Newer than what still runs");
        await stage.AssertExactlyOnceAsync(job, store, products);
        await stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task A_push_in_files_gives_way_between_files_and_what_Shopify_has_is_waited_for()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(400, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);
        var late = await _stage.ProductsAsync(1, store);

        var scope = PushStage.Directly with { ProductIds = [late[0].Id] };
        var small = await _stage.FinishedAsync(Assert.IsType<StartResult.Started>(await _stage.Jobs.StartAsync(scope, "kim", null, WhenBusy.Ahead, Ct)).JobId);
        var gaveWay = await _stage.JobAsync(jobId);
        await _stage.Shops.ConfigureAsync(Fast, store.Name);
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 1), (small.Status, small.Created));
        Assert.InRange(gaveWay.Processed, 20, 380);
        Assert.Equal((BulkPushJobStatus.Completed, 400, 0), (job.Status, job.Created, job.Failed));
        Assert.All(await _stage.AtShopAsync(store), o => Assert.Equal("completed", o.Text("status")));
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, [.. products, .. late]);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task A_worker_that_is_stopped_leaves_the_operations_to_another_one()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);
        var first = _stage.Worker;
        await _stage.StartWorkerAsync();

        await first.StopAsync(Ct);
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0, 5), (job.Status, job.Created, job.Failed, (await _stage.AtShopAsync(store)).Count));
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task A_paused_push_finds_its_operations_again_when_it_is_resumed()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);

        await PauseAsync(jobId);
        Assert.Contains(await _stage.OperationsAsync(), o => o.Status == BulkOperationStatus.Running);
        Assert.IsType<PauseResult.Accepted>(await Pauses.ResumeAsync(jobId, null, "test", Ct));
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0, 5), (job.Status, job.Created + job.Updated, job.Failed, (await _stage.AtShopAsync(store)).Count));
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Another_push_of_the_store_ends_the_operations_of_a_paused_one_first_and_outdated_lines_never_win()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);
        await PauseAsync(jobId);
        await _stage.ChangeAsync(products[99], p => p.Title = "Newer than what still runs");

        var other = await _stage.PushAsync(new PushScope { Strategy = PushStrategy.Direct });
        Assert.All(await _stage.AtShopAsync(store), o => Assert.Contains(o.Text("status"), new[] { "canceled", "completed" }));
        Assert.IsType<PauseResult.Accepted>(await Pauses.ResumeAsync(jobId, null, "test", Ct));
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (other.Status, other.Created + other.Updated, other.Failed));
        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Processed, job.Failed));
        Assert.Contains(await _stage.HeldAsync(store), held => held.Text("title") == "Newer than what still runs");
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    private PushPauses Pauses => _stage.Services.GetRequiredService<PushPauses>();

    private async Task PauseAsync(Guid jobId)
    {
        Assert.IsType<PauseResult.Accepted>(await Pauses.PauseAsync(jobId, null, "test", Ct));
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(jobId)).Status == BulkPushJobStatus.Paused, "the push pauses");
    }
}
