using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

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
        Assert.Null(await _scenario.Claims.ClaimAsync(store.Id, "firing-4", Ct));
    }

    [Fact]
    public async Task A_queued_push_begins_at_once_where_nothing_is_in_the_way()
    {
        var (running, busy) = await BusyAsync("Taken");
        var free = await _scenario.StoreAsync("Free");
        await _scenario.ProductsAsync(1, busy, free);
        await _scenario.Claims.ClaimAsync(busy.Id, "firing-1", Ct);

        var jobId = Started(await _scenario.Jobs.StartAsync(new PushScope { StoreIds = [busy.Id, free.Id] }, "kim", null, WhenBusy.Queue, Ct));

        Assert.Equal(jobId, (await _scenario.Claims.ClaimAsync(free.Id, "firing-2", Ct))!.JobId);
        Assert.Equal(running, (await _scenario.Claims.ClaimAsync(busy.Id, "firing-3", Ct))!.JobId);
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
        await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        var (cancelled, paused, last) = (await StartAsync(store, WhenBusy.Queue), await StartAsync(store, WhenBusy.Queue), await StartAsync(store, WhenBusy.Queue));

        Assert.Equal(CancelResult.Accepted, await _scenario.Jobs.CancelAsync(cancelled, "kim", Ct));
        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.PauseAsync(paused, null, "kim", Ct));

        Assert.Equal(BulkPushJobStatus.Cancelled, (await _scenario.JobAsync(cancelled)).Status);
        Assert.Equal([first, last], [await RunNextAsync(store), await RunNextAsync(store)]);
        Assert.Empty(await _scenario.Claims.WaitingAsync(store.Id, Ct));
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

    [Fact]
    public async Task A_push_that_runs_gives_way_to_as_many_as_may_go_ahead_in_a_row_and_then_has_a_turn()
    {
        _scenario.Queueing.AheadInARow = 2;
        var (large, store) = await BusyAsync("Turns");
        var held = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;
        Guid[] small = [await StartAsync(store, WhenBusy.Ahead), await StartAsync(store, WhenBusy.Ahead), await StartAsync(store, WhenBusy.Ahead)];
        Assert.Equal(StopRequest.GiveWay, await AskedOfAsync(held, "firing-1"));
        Assert.False(await _scenario.Lifecycle.GiveWayAsync(held.Id, "firing-0", Ct));
        Assert.True(await _scenario.Lifecycle.GiveWayAsync(held.Id, "firing-1", Ct));

        Assert.Equal((StorePushStatus.Pending, null), await StateAsync(large, store));
        Assert.Equal([small[0], small[1]], [await RunNextAsync(store), await RunNextAsync(store)]);
        Assert.Equal(large, (await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct))!.JobId);
        Assert.Equal(StopRequest.None, await AskedOfAsync(held, "firing-2"));
        _scenario.Clock.Advance(_scenario.Queueing.TurnAtLeast);
        Assert.Equal(StopRequest.GiveWay, await AskedOfAsync(held, "firing-2"));
        await _scenario.Lifecycle.GiveWayAsync(held.Id, "firing-2", Ct);
        Assert.Equal([small[2], large], [await RunNextAsync(store), await RunNextAsync(store)]);
    }

    [Fact]
    public async Task One_that_went_first_gives_way_to_nobody_and_an_operators_word_counts_more()
    {
        var (large, store) = await BusyAsync("Word");
        var held = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;
        var first = await StartAsync(store, WhenBusy.Ahead);
        await _scenario.Pauses.PauseAsync(large, null, "sam", Ct);

        Assert.Equal(StopRequest.Pause, await AskedOfAsync(held, "firing-1"));
        Assert.False(await _scenario.Lifecycle.GiveWayAsync(held.Id, "firing-1", Ct));
        Assert.True(await _scenario.Lifecycle.PauseAsync(held.Id, "firing-1", Ct));
        var running = (await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct))!;
        await StartAsync(store, WhenBusy.Ahead);
        Assert.Equal((first, StopRequest.None), (running.JobId, await AskedOfAsync(running, "firing-2")));
    }

    [Fact]
    public async Task Only_what_has_little_to_send_may_go_first_however_much_there_is_to_look_at()
    {
        _scenario.Queueing.AheadUpTo = 2;
        var (running, store) = await BusyAsync("Large");
        var all = new PushScope { StoreIds = [store.Id] };

        var large = Assert.IsType<StartResult.TooLargeToGoAhead>(await _scenario.Jobs.StartAsync(all, "kim", null, WhenBusy.Ahead, Ct));
        Assert.Equal((running, 3, 2), (large.Store.JobId, large.Products, large.Limit));
        Assert.False(Assert.IsType<StartResult.AlreadyRunning>(await _scenario.Jobs.StartAsync(all, "kim", null, Ct)).MayGoAhead);
        await _scenario.MarkPushedAsync(await _scenario.ProductsAsync(5, store));
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id && c.PushedHash == null).Take(1).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsActive, false), Ct));

        Assert.IsType<StartResult.TooLargeToGoAhead>(await _scenario.Jobs.StartAsync(all with { Force = true }, "kim", null, WhenBusy.Ahead, Ct));
        Assert.IsType<StartResult.Started>(await _scenario.Jobs.StartAsync(all, "kim", null, WhenBusy.Ahead, Ct));
    }

    [Fact]
    public async Task A_paused_push_goes_first_when_little_is_left_of_it()
    {
        var (paused, store) = await BusyAsync("Little");
        await _scenario.Pauses.PauseAsync(paused, null, "sam", Ct);
        var (running, waiting) = (await StartAsync(store, WhenBusy.Refuse), await StartAsync(store, WhenBusy.Queue));
        var held = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;

        _scenario.Queueing.AheadUpTo = 2;
        Assert.Equal(3, Assert.IsType<PauseResult.TooLargeToGoAhead>(await _scenario.Pauses.ResumeAsync(paused, null, "sam", WhenBusy.Ahead, Ct)).Products);
        _scenario.Queueing.AheadUpTo = 3;
        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.ResumeAsync(paused, null, "sam", WhenBusy.Ahead, Ct));

        await _scenario.Lifecycle.GiveWayAsync(held.Id, "firing-1", Ct);
        Assert.Equal([paused, running, waiting], [await RunNextAsync(store), await RunNextAsync(store), await RunNextAsync(store)]);
    }

    [Fact]
    public async Task A_process_of_before_that_lets_a_second_push_in_breaks_nothing()
    {
        var (first, store) = await BusyAsync("Older");
        await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        var jobId = Guid.CreateVersion7();
        await _scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync(
            $"""
            insert into bulk_push_jobs (id, status, scope, requested_by, is_cancel_requested, created_at) values ({jobId}, 'pending', jsonb_build_object(), 'older', false, now());
            insert into store_pushes (id, job_id, store_id, status, progress, is_cancel_requested, created_at)
            values ({Guid.CreateVersion7()}, {jobId}, {store.Id}, 'pending', jsonb_build_object(), false, now())
            """,
            Ct));

        Assert.Equal([first, jobId], [await RunNextAsync(store), await RunNextAsync(store)]);
    }

    private async Task<StopRequest> AskedOfAsync(StorePush push, string firing) =>
        await new ResultWriter(database.DataSource, new PushingMeter(new OwnMeters()), Options.Create(new ImageCheckOptions()), _scenario.Clock).WriteAsync(push, firing, push.Progress, [], Ct);

    private async Task<(StorePushStatus Status, string? Firing)> StateAsync(Guid jobId, Store store)
    {
        var push = await _scenario.PushAsync(jobId, store);
        return (push.Status, push.FireInstanceId);
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
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing", Ct))!;
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing", StorePushStatus.Completed, null, Ct);
        return push.JobId;
    }
}
