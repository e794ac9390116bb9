using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Jobs;

public sealed class PushPausesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pauses_a_queued_push_at_once_and_says_who_did_it_and_when()
    {
        var (jobId, store) = await StartedAsync("Queued");

        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct));

        var view = Assert.Single((await _scenario.Queries.FindAsync(jobId, Ct))!.Stores);
        Assert.Equal((StorePushStatus.Paused, "sam", _scenario.Clock.GetUtcNow()), (view.Status, view.PausedBy, view.PausedAt));
        Assert.Equal(BulkPushJobStatus.Paused, (await _scenario.JobAsync(jobId)).Status);
        Assert.Empty(_scenario.Queue.Queued);
        Assert.Null(await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct));
    }

    [Fact]
    public async Task Asks_the_firing_that_holds_a_running_push_to_pause()
    {
        var (jobId, store) = await StartedAsync("Running");
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;

        await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct);

        Assert.Equal(["firing-1"], _scenario.Queue.Interrupted);
        Assert.Equal(StopRequest.Pause, await _scenario.Lifecycle.StopRequestAsync(push.Id, Ct));
        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(jobId)).Status);
        Assert.IsType<PauseResult.Refused>(await _scenario.Pauses.ResumeAsync(jobId, null, "sam", Ct));
        Assert.False(await _scenario.Lifecycle.PauseAsync(push.Id, "firing-0", Ct));
        Assert.True(await _scenario.Lifecycle.PauseAsync(push.Id, "firing-1", Ct));
        Assert.Equal((BulkPushJobStatus.Paused, null), ((await _scenario.JobAsync(jobId)).Status, (await _scenario.PushAsync(jobId, store)).FireInstanceId));
    }

    [Fact]
    public async Task Cancelling_counts_more_than_pausing()
    {
        var (jobId, store) = await StartedAsync("Both");
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;
        await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct);

        await _scenario.Jobs.CancelAsync(jobId, "kim", Ct);

        Assert.Equal(StopRequest.Cancel, await _scenario.Lifecycle.StopRequestAsync(push.Id, Ct));
        Assert.False(await _scenario.Lifecycle.PauseAsync(push.Id, "firing-1", Ct));
    }

    [Fact]
    public async Task A_paused_push_leaves_its_store_to_others_and_waits_until_it_is_free()
    {
        var (jobId, store) = await StartedAsync("Shared");
        await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct);
        var other = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        var busy = Assert.IsType<PauseResult.Busy>(await _scenario.Pauses.ResumeAsync(jobId, null, "sam", Ct));

        Assert.Equal((other, "Shared"), (busy.JobId, Assert.Single(busy.StoreNames)));
        Assert.Equal(StorePushStatus.Paused, (await _scenario.PushAsync(jobId, store)).Status);
        await _scenario.Jobs.CancelAsync(other, "kim", Ct);
        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.ResumeAsync(jobId, null, "sam", Ct));
        Assert.Equal([(await _scenario.PushAsync(jobId, store)).Id], _scenario.Queue.Queued);
        Assert.Equal(BulkPushJobStatus.Pending, (await _scenario.JobAsync(jobId)).Status);
    }

    [Fact]
    public async Task Pauses_one_store_while_the_others_go_on_and_the_job_pauses_when_they_are_through()
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        await _scenario.ProductsAsync(1, north, south);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [north.Id, south.Id] });
        var running = (await _scenario.Claims.ClaimAsync(south.Id, "firing-1", Ct))!;

        await _scenario.Pauses.PauseAsync(jobId, north.Id, "sam", Ct);

        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(jobId)).Status);
        await _scenario.Lifecycle.SettleAsync(running.Id, "firing-1", StorePushStatus.Completed, null, Ct);
        Assert.Equal(BulkPushJobStatus.Paused, (await _scenario.JobAsync(jobId)).Status);
        await _scenario.Pauses.ResumeAsync(jobId, north.Id, "sam", Ct);
        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(jobId)).Status);
    }

    [Fact]
    public async Task A_paused_push_is_cancelled_at_once()
    {
        var (jobId, _) = await StartedAsync("Dropped");
        await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct);

        Assert.Equal(CancelResult.Accepted, await _scenario.Jobs.CancelAsync(jobId, "sam", Ct));

        var job = (await _scenario.Queries.FindAsync(jobId, Ct))!;
        Assert.Equal((BulkPushJobStatus.Cancelled, 2), (job.Status, job.Skipped));
        Assert.IsType<PauseResult.Refused>(await _scenario.Pauses.ResumeAsync(jobId, null, "sam", Ct));
    }

    [Fact]
    public async Task What_can_not_be_paused_or_resumed_is_said()
    {
        var (jobId, _) = await StartedAsync("Odd");

        Assert.Equal(new PauseResult.Refused("It is not paused."), await _scenario.Pauses.ResumeAsync(jobId, null, "sam", Ct));
        Assert.Equal(new PauseResult.NotFound(), await _scenario.Pauses.PauseAsync(jobId, Guid.CreateVersion7(), "sam", Ct));
        await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct);
        Assert.Equal(new PauseResult.Refused("It is paused already."), await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct));
        await _scenario.Jobs.CancelAsync(jobId, "sam", Ct);
        Assert.Equal(new PauseResult.Refused("It has ended already."), await _scenario.Pauses.PauseAsync(jobId, null, "sam", Ct));
    }

    private async Task<(Guid JobId, Store Store)> StartedAsync(string name)
    {
        var store = await _scenario.StoreAsync(name);
        await _scenario.ProductsAsync(2, store);
        return (await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] }), store);
    }
}
