using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Suspects;

/// <summary>A product kills every worker process that takes it in hand.</summary>
public sealed class BrokenProductTests(PostgresCluster cluster)
{
    private const int Count = 30;

    /// <summary>One that nobody foresaw, and three that convict.</summary>
    private const int Deaths = 1 + WorkerDeaths.Enough;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task It_is_set_aside_with_its_error_and_all_others_are_pushed_once(PushStrategy strategy)
    {
        await using var stage = await PushStage.SetAsync(
            cluster, isWorker: false, [.. CrashStage.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        var store = await stage.StoreAsync("berlin");
        var products = await stage.ProductsAsync(Count, store);
        var broken = products[Count / 2];
        var jobId = await stage.StartAsync(new PushScope { Strategy = strategy });

        for (var death = 1; death <= Deaths; death++)
        {
            await using var dying = await StartDyingAsync(stage, broken.Id);
            await dying.KilledAsync();
            Assert.Equal((BulkPushJobStatus.Running, 0), ((await stage.JobAsync(jobId)).Status, (await stage.JobAsync(jobId)).Failed));
        }

        await using var survivor = await StartDyingAsync(stage, broken.Id);
        var job = await stage.FinishedAsync(jobId);

        Assert.False(survivor.HasEnded);
        Assert.Equal((BulkPushJobStatus.Completed, Count - 1, 1), (job.Status, job.Created, job.Failed));
        await stage.AssertExactlyOnceAsync(job, store, [.. products.Where(p => p != broken)]);
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        var failed = await db.PushItems.SingleAsync(i => i.Outcome == PushItemOutcome.Failed, Ct);
        Assert.Equal((broken.Id, "WORKER_BROKEN"), (failed.ProductId, failed.ErrorCode));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"died {WorkerDeaths.Enough} times"), failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(await db.PushSuspects.ToListAsync(Ct));
    }

    private static Task<AppProcess> StartDyingAsync(PushStage stage, long productId) => stage.StartWorkerProcessAsync(
        new Dictionary<string, string>([.. CrashStage.Settings, .. StartupHook.DyingAt(string.Create(CultureInfo.InvariantCulture, $"product {productId}"))]));
}
