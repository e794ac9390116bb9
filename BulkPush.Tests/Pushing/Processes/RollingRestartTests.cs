using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Processes;

/// <summary>Two worker processes are replaced under a running push, one after the other, as a deployment does.</summary>
public sealed class RollingRestartTests(PostgresCluster cluster)
{
    private const int Count = 50;

    private const string Old = "BULKPUSH_OLD_VERSION";

    [Fact]
    public Task A_push_to_three_stores_ends_with_every_product_and_nothing_failed() => ReplaceBothAsync(null);

    /// <summary>The old processes go on against a schema that the new version has migrated already.</summary>
    [Fact]
    public Task So_it_does_when_the_workers_that_are_replaced_are_of_an_older_version()
    {
        var program = Environment.GetEnvironmentVariable(Old);
        Assert.SkipWhen(string.IsNullOrEmpty(program), $"{Old} names no older build's BulkPush.Web.dll; docs/reliability.md shows how.");
        return ReplaceBothAsync(program);
    }

    private async Task ReplaceBothAsync(string? program)
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        List<StoreSummary> stores = [];
        foreach (var shop in new[] { "berlin", "paris", "rome" })
        {
            stores.Add(await stage.StoreAsync(shop, PushStage.SlowShop));
        }

        var products = await stage.ProductsAsync(Count, [.. stores]);
        var worker = new Dictionary<string, string>(CrashStage.Settings) { ["BulkPush:Roles"] = "worker" };
        await using var first = await stage.StartProcessAsync(worker, program);
        await using var second = await stage.StartProcessAsync(worker, program);
        var jobId = await stage.StartSlowlyAsync();

        await using var newFirst = await ReplaceAsync(stage, first, jobId);
        await using var newSecond = await ReplaceAsync(stage, second, jobId);
        Assert.False((await stage.JobAsync(jobId)).IsFinal);
        foreach (var store in stores)
        {
            await stage.HurryAsync(store);
        }

        await AssertNothingFailedAsync(stage, await stage.FinishedAsync(jobId), stores, products);
    }

    /// <summary>Ends one, starts its successor, and waits until every store goes on.</summary>
    private static async Task<AppProcess> ReplaceAsync(PushStage stage, AppProcess old, Guid jobId)
    {
        Assert.Equal(0, await old.StopAsync());
        var pushed = (await stage.JobAsync(jobId)).Stores.ToDictionary(s => s.StoreId, s => s.Progress.Created);
        var successor = await stage.StartWorkerProcessAsync(CrashStage.Settings);
        await Eventually.IsTrueAsync(
            async () => (await stage.JobAsync(jobId)).Stores.All(s => s.Progress.Created > pushed[s.StoreId]), "every store goes on after a worker was replaced");
        return successor;
    }

    private static async Task AssertNothingFailedAsync(PushStage stage, JobProgress job, List<StoreSummary> stores, List<Product> products)
    {
        Assert.Equal((BulkPushJobStatus.Completed, stores.Count * Count, 0, 0), (job.Status, job.Created, job.Failed, job.Skipped));
        foreach (var store in stores)
        {
            await stage.AssertExactlyOnceAsync(job, store, products);
        }
    }
}
