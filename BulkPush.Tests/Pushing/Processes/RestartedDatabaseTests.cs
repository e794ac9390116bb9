using BulkPush.Core.Jobs;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Processes;

/// <summary>PostgreSQL is stopped as by <c>pg_ctl stop -m immediate</c> under a running push, and started again. The server is the test's own.</summary>
public sealed class RestartedDatabaseTests : IAsyncLifetime
{
    private readonly PostgresCluster _cluster = new(PostgresCluster.CrashSafeSettings);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task A_push_goes_on_by_itself_and_loses_and_doubles_nothing(PushStrategy strategy)
    {
        var shop = strategy == PushStrategy.Direct ? PushStage.SlowShop : new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 5, bulkCountStep = 1 };
        await using var crash = await CrashStage.SetAsync(_cluster, shop);
        await using var worker = await crash.Stage.StartWorkerProcessAsync(CrashStage.Settings);
        var jobId = await crash.Stage.StartAsync(new PushScope { Strategy = strategy });
        await Eventually.IsTrueAsync(async () => (await crash.Stage.HeldAsync(crash.Store)).Count > 0, "the first products are in the shop");

        await _cluster.StopImmediatelyAsync();
        await _cluster.StartAgainAsync();
        crash.Stage.ForgetConnections();
        await crash.Stage.HurryAsync(crash.Store);
        var job = await crash.Stage.FinishedAsync(jobId);

        await crash.AssertNothingLostOrDoubledAsync(job);
    }
}
