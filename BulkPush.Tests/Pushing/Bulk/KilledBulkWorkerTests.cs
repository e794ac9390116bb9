using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>A worker process is killed while its push goes in files. Each moment is a class of its own, because most of the time goes by waiting for the takeover.</summary>
public abstract class KilledBulkWorkerTests(PostgresCluster cluster)
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Pushing:BulkLines"] = "250",
        ["Pushing:BulkPollEach"] = "00:00:00.050",
        ["Pushing:BulkPollAtMost"] = "00:00:00.200",
        ["Pushing:BulkStartDoubt"] = "00:00:01",
    };

    [Fact]
    public async Task A_push_in_files_goes_on_by_itself_and_runs_no_file_twice()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await stage.StoreAsync("berlin", new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 300, bulkCountStep = 10 });
        var products = await stage.ProductsAsync(1000, store);
        await using var first = await stage.StartWorkerProcessAsync(Settings);
        var jobId = await stage.StartAsync(InFiles);
        await MomentAsync(stage, store);

        await first.KillAsync();
        await using var second = await stage.StartWorkerProcessAsync(Settings);
        var job = await stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 1000, 0), (job.Status, job.Created, job.Failed));
        Assert.Equal(0, await stage.SentDirectlyAsync(store));
        await stage.AssertNoFileRanTwiceAsync(store);
        await stage.AssertExactlyOnceAsync(job, store, products);
        await stage.AssertAccountedForAsync();
    }

    /// <summary>Waits for the moment of the kill.</summary>
    private protected abstract Task MomentAsync(PushStage stage, StoreSummary store);
}

public sealed class KilledWhileUploadingTests(PostgresCluster cluster) : KilledBulkWorkerTests(cluster)
{
    private protected override Task MomentAsync(PushStage stage, StoreSummary store) => stage.UntilAsync(BulkOperationStatus.Prepared);
}

public sealed class KilledWhileRunningTests(PostgresCluster cluster) : KilledBulkWorkerTests(cluster)
{
    private protected override Task MomentAsync(PushStage stage, StoreSummary store) => stage.UntilWorkingAsync(store);
}

public sealed class KilledWhileReadingTests(PostgresCluster cluster) : KilledBulkWorkerTests(cluster)
{
    private protected override Task MomentAsync(PushStage stage, StoreSummary store) =>
        Eventually.IsTrueAsync(async () => (await stage.AtShopAsync(store)).Any(o => o.Text("status") == "completed"), "a file is through");
}
