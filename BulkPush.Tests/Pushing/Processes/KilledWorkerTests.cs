using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Processes;

public sealed class KilledWorkerTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_whose_worker_was_killed_goes_on_by_itself_and_doubles_nothing(bool isAnotherRunning)
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await stage.ProductsAsync(100, store);
        await using var first = await stage.StartWorkerProcessAsync();
        var jobId = await stage.StartSlowlyAsync();
        await using var second = isAnotherRunning ? await stage.StartWorkerProcessAsync() : null;

        await first.KillAsync();
        Assert.False((await stage.JobAsync(jobId)).IsFinal);
        await stage.HurryAsync(store);
        await using var third = isAnotherRunning ? null : await stage.StartWorkerProcessAsync();
        var job = await stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await stage.AssertExactlyOnceAsync(job, store, products);
    }
}
