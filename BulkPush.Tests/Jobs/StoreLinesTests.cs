using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Jobs;

/// <summary>Who comes when among the pushes of one store.</summary>
public sealed class StoreLinesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Refused = ["Line"];

    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pushes_of_a_store_run_in_the_order_in_which_they_were_queued()
    {
        var (first, store) = await BusyAsync("Fifo");
        var second = await StartAsync(store, WhenBusy.Queue);
        var third = await StartAsync(store, WhenBusy.Queue);

        Assert.Equal([first, second, third], [await RunNextAsync(store), await RunNextAsync(store), await RunNextAsync(store)]);
        Assert.Null(await _scenario.Lifecycle.ClaimAsync(store.Id, "firing-4", Ct));
    }

    [Fact]
    public async Task A_queued_push_begins_at_once_where_nothing_is_in_the_way()
    {
        var (running, busy) = await BusyAsync("Taken");
        var free = await _scenario.StoreAsync("Free");
        await _scenario.ProductsAsync(1, busy, free);
        await _scenario.Lifecycle.ClaimAsync(busy.Id, "firing-1", Ct);

        var jobId = Started(await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [busy.Id, free.Id] }, "kim", null, WhenBusy.Queue, Ct));

        Assert.Equal(jobId, (await _scenario.Lifecycle.ClaimAsync(free.Id, "firing-2", Ct))!.JobId);
        Assert.Equal(running, (await _scenario.Lifecycle.ClaimAsync(busy.Id, "firing-3", Ct))!.JobId);
        Assert.Equal(StorePushStatus.Pending, (await _scenario.PushAsync(jobId, busy)).Status);
    }

    [Fact]
    public async Task What_is_refused_is_told_which_push_is_there_who_started_it_and_how_many_wait()
    {
        var (running, store) = await BusyAsync("Line");
        await StartAsync(store, WhenBusy.Queue);

        var refused = Assert.IsType<StartResult.AlreadyRunning>(await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [store.Id] }, "kim", null, Ct));

        Assert.Equal(new BusyStore(store.Id, "Line", running, "sam@example.com", 0, 3, 1), Assert.Single(refused.Stores));
        Assert.Equal((running, true), (refused.JobId, refused.MayGoAhead));
        Assert.Equal(Refused, refused.StoreNames);
    }

    [Fact]
    public async Task Two_that_start_at_once_and_will_not_wait_are_not_both_started()
    {
        var (one, two) = (await _scenario.StoreAsync("Once"), await _scenario.StoreAsync("Twice"));
        await _scenario.ProductsAsync(1, one, two);
        PushScope[] scopes = [new() { StoreIds = [one.Id, two.Id] }, new() { StoreIds = [two.Id, one.Id] }, new() { StoreIds = [two.Id] }, new() { StoreIds = [two.Id] }];

        var results = await Task.WhenAll(scopes.Select(scope => _scenario.Jobs.StartAsync(scope, "sam", null, Ct)));

        Assert.Single(results.OfType<StartResult.Started>());
        Assert.Equal(3, results.OfType<StartResult.AlreadyRunning>().Count());
    }

    [Fact]
    public async Task The_same_key_finds_the_push_that_it_queued()
    {
        var (_, store) = await BusyAsync("Keyed");
        var scope = new PushScope { StoreIds = [store.Id] };

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _scenario.Jobs.StartAsync(scope, "kim", "key-1", WhenBusy.Queue, Ct)));

        Assert.Single(results.Select(Started).Distinct());
        Assert.Equal(results[0], await _scenario.Jobs.StartAsync(scope, "kim", "key-1", WhenBusy.Refuse, Ct));
    }

    [Fact]
    public async Task A_waiting_push_is_cancelled_and_paused_at_once_and_leaves_the_line()
    {
        var (first, store) = await BusyAsync("Left");
        await _scenario.Lifecycle.ClaimAsync(store.Id, "firing-1", Ct);
        var (cancelled, paused, last) = (await StartAsync(store, WhenBusy.Queue), await StartAsync(store, WhenBusy.Queue), await StartAsync(store, WhenBusy.Queue));

        Assert.Equal(CancelResult.Accepted, await _scenario.Jobs.CancelAsync(cancelled, "kim", Ct));
        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.PauseAsync(paused, null, "kim", Ct));

        Assert.Equal(BulkPushJobStatus.Cancelled, (await _scenario.JobAsync(cancelled)).Status);
        Assert.Equal([first, last], [await RunNextAsync(store), await RunNextAsync(store)]);
        Assert.Null(await _scenario.Lifecycle.NextAsync(store.Id, Ct));
    }

    [Fact]
    public async Task What_is_resumed_goes_behind_what_is_there()
    {
        var (first, store) = await BusyAsync("Again");
        await _scenario.Pauses.PauseAsync(first, null, "sam", Ct);
        var (second, third) = (await StartAsync(store, WhenBusy.Refuse), await StartAsync(store, WhenBusy.Queue));

        var busy = Assert.IsType<PauseResult.Busy>(await _scenario.Pauses.ResumeAsync(first, null, "sam", Ct));
        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.ResumeAsync(first, null, "sam", WhenBusy.Queue, Ct));

        Assert.Equal((second, 1, true), (busy.JobId, busy.Stores[0].Waiting, busy.MayGoAhead));
        Assert.Equal([second, third, first], [await RunNextAsync(store), await RunNextAsync(store), await RunNextAsync(store)]);
    }

    private static Guid Started(StartResult result) => Assert.IsType<StartResult.Started>(result).JobId;

    private async Task<Guid> StartAsync(Store store, WhenBusy whenBusy) =>
        Started(await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [store.Id] }, "kim@example.com", null, whenBusy, Ct));

    private async Task<(Guid JobId, Store Store)> BusyAsync(string name)
    {
        var store = await _scenario.StoreAsync(name);
        await _scenario.ProductsAsync(3, store);
        return (await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] }), store);
    }

    /// <summary>Lets a firing have its turn to the end. Returns whose turn it was.</summary>
    private async Task<Guid> RunNextAsync(Store store)
    {
        var push = (await _scenario.Lifecycle.ClaimAsync(store.Id, "firing", Ct))!;
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing", StorePushStatus.Completed, null, Ct);
        return push.JobId;
    }
}
