using BulkPush.Core.Jobs;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Processes;

/// <summary>A worker process stands still (SIGSTOP) for so long that others take it for dead, and then wakes up.</summary>
public sealed class FrozenWorkerTests(PostgresCluster cluster)
{
    private const int Count = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_lost_its_push_writes_nothing_about_it_and_works_on()
    {
        await using var stage = await PushStage.SetAsync(
            cluster, isWorker: false, [.. CrashStage.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        var store = await stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await stage.ProductsAsync(Count, store);
        await using var frozen = await stage.StartWorkerProcessAsync(CrashStage.Settings);
        var jobId = await stage.StartSlowlyAsync();
        var before = await HolderAsync(stage, jobId);

        frozen.Freeze();
        await using var other = await stage.StartWorkerProcessAsync(CrashStage.Settings);
        await Eventually.IsTrueAsync(async () => await HolderAsync(stage, jobId) != before, "another worker takes the push over");
        var after = await HolderAsync(stage, jobId);
        frozen.Thaw();
        await frozen.SaysAsync("This process no longer holds the push");

        Assert.Equal(after, await HolderAsync(stage, jobId));
        await stage.HurryAsync(store);
        var job = await stage.FinishedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, Count, 0, 0), (job.Status, job.Created, job.Failed, job.Skipped));
        await stage.AssertExactlyOnceAsync(job, store, products);

        await other.StopAsync();
        await stage.ChangeAsync(products[0], product => product.Title = "Changed");
        var next = await stage.PushAsync();
        Assert.Equal((BulkPushJobStatus.Completed, 1, Count - 1), (next.Status, next.Updated, next.Unchanged));
    }

    private static async Task<string?> HolderAsync(PushStage stage, Guid jobId)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        return await db.StorePushes.Where(p => p.JobId == jobId).Select(p => p.FireInstanceId).SingleAsync(Ct);
    }
}
