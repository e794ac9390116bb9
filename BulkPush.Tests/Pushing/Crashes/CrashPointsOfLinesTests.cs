using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Crashes;

/// <summary>A worker dies while one push of a store takes the place of another.</summary>
public sealed class CrashPointsOfLinesTests(PostgresCluster cluster)
{
    private const int Count = 30;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Crash_point_17_a_push_that_gave_way_goes_on_after_the_one_that_went_first() => AssertBothEndRightAsync(point: 17, passes: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Crash_point_18_whoever_waits_is_found_although_the_one_that_left_told_nobody(int passes) => AssertBothEndRightAsync(point: 18, passes);

    private async Task AssertBothEndRightAsync(int point, int passes)
    {
        await using var stage = await PushStage.SetAsync(
            cluster, isWorker: false, [.. CrashStage.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        var store = await stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await stage.ProductsAsync(Count, store);
        await using var dying = await stage.StartWorkerProcessAsync(new Dictionary<string, string>([.. CrashStage.Settings, .. StartupHook.DyingAt(point, passes)]));
        var largeId = await stage.StartSlowlyAsync();
        var late = await stage.ProductsAsync(1, store);
        var scope = PushStage.Directly with { ProductIds = [late[0].Id] };
        var smallId = Assert.IsType<StartResult.Started>(await stage.Jobs.StartAsync(scope, "kim", null, WhenBusy.Ahead, Ct)).JobId;

        await dying.KilledAsync();
        var left = await stage.JobAsync(largeId);
        await stage.HurryAsync(store);
        await stage.StartWorkerAsync();

        var (small, large) = (await stage.FinishedAsync(smallId), await stage.FinishedAsync(largeId));
        Assert.Equal((BulkPushJobStatus.Completed, 1), (small.Status, small.Created));
        Assert.Equal((BulkPushJobStatus.Completed, Count, Count, 0), (large.Status, large.Total, large.Processed, large.Failed));
        Assert.InRange(left.Processed, 1, Count - 1);
        Assert.True(small.FinishedAt < large.FinishedAt);
        await stage.AssertFiguresAsync(small, store);
        await stage.AssertExactlyOnceAsync(large, store, [.. products, .. late]);
    }
}
