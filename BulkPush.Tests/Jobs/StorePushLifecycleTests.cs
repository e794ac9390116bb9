using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Jobs;

public sealed class StorePushLifecycleTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_a_queued_push_and_begins_its_job()
    {
        var (jobId, store) = await StartAsync();

        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);

        Assert.Equal(("firing-1", StorePushStatus.Running), (push!.FireInstanceId, push.Status));
        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(jobId)).Status);
    }

    [Fact]
    public async Task Finds_nothing_to_claim_where_nothing_is_open()
    {
        var store = await _scenario.StoreAsync("Idle");

        Assert.Null(await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct));
    }

    [Fact]
    public async Task A_later_firing_takes_over_and_the_earlier_one_can_not_settle_any_more()
    {
        var (jobId, store) = await StartAsync();
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct);

        Assert.False(await _scenario.Lifecycle.SettleAsync(push!.Id, "firing-1", StorePushStatus.Completed, null, Ct));
        Assert.Equal(StorePushStatus.Running, (await _scenario.PushAsync(jobId, store)).Status);
        Assert.True(await _scenario.Lifecycle.SettleAsync(push.Id, "firing-2", StorePushStatus.Completed, null, Ct));
        Assert.False(await _scenario.Lifecycle.SettleAsync(push.Id, "firing-2", StorePushStatus.Failed, "again", Ct));
    }

    [Theory]
    [InlineData(StorePushStatus.Completed, StorePushStatus.Completed, BulkPushJobStatus.Completed)]
    [InlineData(StorePushStatus.Failed, StorePushStatus.Completed, BulkPushJobStatus.Completed)]
    [InlineData(StorePushStatus.Failed, StorePushStatus.Failed, BulkPushJobStatus.Failed)]
    [InlineData(StorePushStatus.Cancelled, StorePushStatus.Completed, BulkPushJobStatus.Completed)]
    [InlineData(StorePushStatus.Failed, StorePushStatus.Cancelled, BulkPushJobStatus.Failed)]
    [InlineData(StorePushStatus.Cancelled, StorePushStatus.Cancelled, BulkPushJobStatus.Cancelled)]
    public async Task The_last_store_settles_the_job(StorePushStatus first, StorePushStatus second, BulkPushJobStatus expected)
    {
        var (one, two) = (await _scenario.StoreAsync("One"), await _scenario.StoreAsync("Two"));
        await _scenario.ProductsAsync(2, one, two);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [one.Id, two.Id] });

        await ClaimAndSettleAsync(one, first);
        Assert.False((await _scenario.JobAsync(jobId)).IsFinal);
        await ClaimAndSettleAsync(two, second);

        var job = await _scenario.JobAsync(jobId);
        Assert.Equal(expected, job.Status);
        Assert.Equal(expected == BulkPushJobStatus.Failed, job.Error is not null);
        Assert.Equal(4, job.Progress!.Total);
    }

    [Fact]
    public async Task Two_stores_that_settle_at_once_settle_their_job_once()
    {
        var stores = new List<Store>();
        for (var i = 0; i < 6; i++)
        {
            stores.Add(await _scenario.StoreAsync($"Parallel{i}"));
        }

        await _scenario.ProductsAsync(1, [.. stores]);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [.. stores.Select(s => s.Id)] });

        await Task.WhenAll(stores.Select(store => ClaimAndSettleAsync(store, StorePushStatus.Completed)));

        Assert.Equal(BulkPushJobStatus.Completed, (await _scenario.JobAsync(jobId)).Status);
    }

    private async Task<(Guid JobId, Store Store)> StartAsync()
    {
        var store = await _scenario.StoreAsync("Store");
        await _scenario.ProductsAsync(2, store);
        return (await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] }), store);
    }

    private async Task ClaimAndSettleAsync(Store store, StorePushStatus status)
    {
        var push = await _scenario.Claims.ClaimAsync(store.Id, $"firing-{store.Id}", Ct);
        var error = status == StorePushStatus.Failed ? "The token was refused." : null;
        Assert.True(await _scenario.Lifecycle.SettleAsync(push!.Id, $"firing-{store.Id}", status, error, Ct));
    }
}
