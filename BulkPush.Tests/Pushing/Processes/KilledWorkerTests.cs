using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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
        if (!isAnotherRunning)
        {
            await Eventually.IsTrueAsync(async () => await SaidAsync(stage, jobId) is (null, null, "No worker has it just now; the next one that is there goes on with it"), "the page says that no worker has it");
        }

        await stage.HurryAsync(store);
        await using var third = isAnotherRunning ? null : await stage.StartWorkerProcessAsync();
        var job = await stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await stage.AssertExactlyOnceAsync(job, store, products);
    }

    /// <summary>What those who watch it are shown.</summary>
    private static async Task<(double? Rate, double? Eta, string? Phase)> SaidAsync(PushStage stage, Guid jobId)
    {
        var job = await stage.Services.GetRequiredService<SharedJobReadings>().FindAsync(jobId, TestContext.Current.CancellationToken);
        return (job!.Stores[0].Progress.RatePerSecond, job.EtaSeconds, job.Stores[0].Progress.Phase);
    }
}
