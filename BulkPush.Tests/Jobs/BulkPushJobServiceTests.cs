using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Jobs;

public sealed class BulkPushJobServiceTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_a_store_push_for_every_store_with_an_active_channel_and_queues_each()
    {
        var (berlin, oslo, empty) = (await _scenario.StoreAsync("Berlin"), await _scenario.StoreAsync("Oslo"), await _scenario.StoreAsync("Empty"));
        await _scenario.ProductsAsync(3, berlin, oslo);
        await _scenario.ProductsAsync(2, oslo);

        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [berlin.Id, oslo.Id, empty.Id] });

        var job = await _scenario.Queries.FindAsync(jobId, Ct);
        Assert.Equal([("Berlin", 3), ("Oslo", 5)], job!.Stores.Select(s => (s.StoreName, s.Progress.Total)));
        Assert.Equal(BulkPushJobStatus.Pending, job.Status);
        Assert.Equal(job.Stores.Select(s => s.StorePushId).Order(), _scenario.Queue.Queued.Order());
    }

    [Fact]
    public async Task Answers_with_the_running_job_when_a_store_has_one()
    {
        var store = await _scenario.StoreAsync("Busy");
        var free = await _scenario.StoreAsync("Free");
        await _scenario.ProductsAsync(1, store, free);
        var running = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        var second = await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [store.Id, free.Id] }, "kim@example.com", null, Ct);

        var busy = Assert.IsType<StartResult.AlreadyRunning>(second);
        Assert.Equal(running, busy.JobId);
        Assert.Equal(["Busy"], busy.StoreNames);
        Assert.Single(_scenario.Queue.Queued);
    }

    [Fact]
    public async Task Names_every_store_that_is_busy_and_the_oldest_of_their_jobs()
    {
        var (west, east) = (await _scenario.StoreAsync("West"), await _scenario.StoreAsync("East"));
        await _scenario.ProductsAsync(1, west, east);
        var older = await _scenario.StartedAsync(new PushScope { StoreIds = [west.Id] });
        _scenario.Clock.Advance(TimeSpan.FromSeconds(1));
        await _scenario.StartedAsync(new PushScope { StoreIds = [east.Id] });

        var third = await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [west.Id, east.Id] }, "kim@example.com", null, Ct);

        var busy = Assert.IsType<StartResult.AlreadyRunning>(third);
        Assert.Equal(older, busy.JobId);
        Assert.Equal(["West", "East"], busy.StoreNames);
    }

    [Fact]
    public async Task Lets_one_of_many_starts_at_once_win()
    {
        var store = await _scenario.StoreAsync("Contested");
        await _scenario.ProductsAsync(1, store);
        var scope = new PushScope { StoreIds = [store.Id] };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _scenario.Jobs.StartAsync(scope, $"operator-{i}", null, Ct)));

        var winner = Assert.Single(results.OfType<StartResult.Started>());
        Assert.All(results.Except([winner]), result => Assert.Equal(winner.JobId, Assert.IsType<StartResult.AlreadyRunning>(result).JobId));
    }

    [Fact]
    public async Task Finds_the_job_that_the_same_key_started()
    {
        var store = await _scenario.StoreAsync("Keyed");
        var products = await _scenario.ProductsAsync(2, store);
        var scope = new PushScope { StoreIds = [store.Id], ProductIds = [products[0].Id, products[1].Id] };

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _scenario.Jobs.StartAsync(scope, "script", "nightly-1", Ct)));
        var other = await _scenario.Jobs.StartAsync(scope with { Force = true }, "script", "nightly-1", Ct);

        var jobId = Assert.Single(results.Distinct()) is StartResult.Started started ? started.JobId : Guid.Empty;
        Assert.Equal(new StartResult.KeyReused(jobId), other);
        Assert.Single(_scenario.Queue.Queued);
    }

    [Fact]
    public async Task Says_why_there_is_nothing_to_push()
    {
        var store = await _scenario.StoreAsync("Quiet");
        await _scenario.ProductsAsync(1);

        var nothing = await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [store.Id] }, "sam", null, Ct);
        var unknown = await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [Guid.CreateVersion7()] }, "sam", null, Ct);

        Assert.NotEmpty(Assert.IsType<StartResult.NothingToPush>(nothing).Reason);
        Assert.NotEqual(nothing, unknown);
    }

    [Fact]
    public async Task Cancels_a_queued_push_at_once()
    {
        var store = await _scenario.StoreAsync("Queued");
        await _scenario.ProductsAsync(4, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        var result = await _scenario.Jobs.CancelAsync(jobId, "sam", Ct);

        var job = await _scenario.Queries.FindAsync(jobId, Ct);
        Assert.Equal(CancelResult.Accepted, result);
        Assert.Equal(BulkPushJobStatus.Cancelled, job!.Status);
        Assert.Equal((4, 0, 4), (job.Total, job.Processed, job.Skipped));
        Assert.Empty(_scenario.Queue.Queued);
        Assert.Equal(CancelResult.AlreadyFinished, await _scenario.Jobs.CancelAsync(jobId, "sam", Ct));
    }

    [Fact]
    public async Task Asks_the_firing_that_holds_a_running_push_to_stop()
    {
        var store = await _scenario.StoreAsync("Running");
        await _scenario.ProductsAsync(1, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);

        await _scenario.Jobs.CancelAsync(jobId, "sam", Ct);

        Assert.Equal(["firing-1"], _scenario.Queue.Interrupted);
        Assert.Equal(StopRequest.Cancel, await _scenario.Lifecycle.StopRequestAsync(push!.Id, Ct));
        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(jobId)).Status);
    }

    [Fact]
    public async Task Cancels_one_store_and_leaves_the_others_to_decide_how_the_job_ends()
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        await _scenario.ProductsAsync(2, north, south);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [north.Id, south.Id] });
        var running = (await _scenario.Claims.ClaimAsync(south.Id, "firing-1", Ct))!;

        Assert.Equal(CancelResult.Accepted, await _scenario.Jobs.CancelAsync(jobId, north.Id, "sam", Ct));

        Assert.Equal(StorePushStatus.Cancelled, (await _scenario.PushAsync(jobId, north)).Status);
        Assert.False((await _scenario.PushAsync(jobId, south)).IsCancelRequested);
        Assert.Equal((BulkPushJobStatus.Running, false), ((await _scenario.JobAsync(jobId)).Status, (await _scenario.Queries.FindAsync(jobId, Ct))!.IsCancelRequested));
        Assert.Empty(_scenario.Queue.Interrupted);
        Assert.Equal(CancelResult.AlreadyFinished, await _scenario.Jobs.CancelAsync(jobId, north.Id, "sam", Ct));
        Assert.Equal(CancelResult.NoSuchStore, await _scenario.Jobs.CancelAsync(jobId, Guid.CreateVersion7(), "sam", Ct));
        await _scenario.Lifecycle.SettleAsync(running.Id, "firing-1", StorePushStatus.Completed, null, Ct);
        var job = (await _scenario.Queries.FindAsync(jobId, Ct))!;
        Assert.Equal((BulkPushJobStatus.Completed, true), (job.Status, job.IsPartial));
    }

    [Fact]
    public async Task A_job_is_cancelled_when_each_of_its_stores_was()
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        await _scenario.ProductsAsync(1, north, south);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [north.Id, south.Id] });

        await _scenario.Jobs.CancelAsync(jobId, north.Id, "sam", Ct);
        await _scenario.Jobs.CancelAsync(jobId, south.Id, "sam", Ct);

        Assert.Equal(BulkPushJobStatus.Cancelled, (await _scenario.JobAsync(jobId)).Status);
    }

    [Fact]
    public async Task Cancelling_what_does_not_exist_says_so() =>
        Assert.Equal(CancelResult.NotFound, await _scenario.Jobs.CancelAsync(Guid.CreateVersion7(), "sam", Ct));

    [Fact]
    public async Task Leaves_an_audit_entry_for_every_start()
    {
        var store = await _scenario.StoreAsync("Audited");
        await _scenario.ProductsAsync(1, store);

        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        var entry = await db.AuditEntries.SingleAsync(e => e.Subject == jobId.ToString(), Ct);
        Assert.Equal(("sam@example.com", "push.started"), (entry.Actor, entry.Action));
    }
}
