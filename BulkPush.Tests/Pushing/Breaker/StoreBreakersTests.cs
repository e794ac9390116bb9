using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Breaker;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Pushing.Breaker;

/// <summary>The breaker's rows, with a clock that stands until it is moved.</summary>
public sealed class StoreBreakersTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);
    private int _firings;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pauses_the_push_with_the_reason_frees_its_store_and_says_when_it_is_asked_again()
    {
        var (hold, store) = await RunningAsync("Frozen");

        Assert.True(await Breakers().OpenAsync(hold, Frozen, Ct));

        var view = await ViewAsync(hold, store);
        Assert.Equal((StorePushStatus.Paused, null), (view.Status, view.PausedBy));
        Assert.Equal(new StoreHalt("SHOPIFY_STORE_FROZEN", "The bill is not paid.", Now, Now + Seconds(30), 0), view.Halt);
        Assert.Equal(BulkPushJobStatus.Paused, (await _scenario.JobAsync(hold.Push.JobId)).Status);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await CancelAllAsync(store);
    }

    [Fact]
    public async Task A_fault_that_needs_a_hand_waits_for_the_operator_and_asks_nobody()
    {
        var (hold, store) = await RunningAsync("Revoked");

        await Breakers().OpenAsync(hold, new ShopifyStoreException("SHOPIFY_UNAUTHORIZED", "Enter a new token."), Ct);

        Assert.Null((await ViewAsync(hold, store)).Halt!.ProbeAt);
        _scenario.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await Breakers().TakeDueAsync(Ct));
    }

    [Fact]
    public async Task Who_lost_the_push_opens_nothing_and_what_an_operator_asked_for_comes_first()
    {
        var (hold, store) = await RunningAsync("Lost");
        Assert.False(await Breakers().OpenAsync(hold with { FireInstanceId = "another" }, Frozen, Ct));
        await _scenario.Pauses.PauseAsync(hold.Push.JobId, store.Id, "sam", Ct);

        Assert.False(await Breakers().OpenAsync(hold, Frozen, Ct));
        Assert.Null((await ViewAsync(hold, store)).Halt);
    }

    [Fact]
    public async Task Only_one_worker_asks_at_a_time_and_another_one_does_when_it_died()
    {
        var (hold, store) = await RunningAsync("Fenced");
        await Breakers().OpenAsync(hold, Frozen, Ct);
        Assert.Null(await Breakers().TakeDueAsync(Ct));
        _scenario.Clock.Advance(Seconds(30));

        var died = await Breakers().TakeDueAsync(Ct);
        Assert.Null(await Breakers().TakeDueAsync(Ct));
        _scenario.Clock.Advance(Seconds(60));
        var next = await Breakers().TakeDueAsync(Ct);

        Assert.Equal((1, 2), (died!.Probes, next!.Probes));
        await Breakers().StayOpenAsync(died, Frozen, Ct);
        Assert.False(await Breakers().CloseAsync(died, Ct));
        Assert.Equal(StorePushStatus.Paused, (await ViewAsync(hold, store)).Status);
        Assert.True(await Breakers().CloseAsync(next, Ct));
        Assert.False(await Breakers().CloseAsync(next, Ct));
        Assert.Equal((StorePushStatus.Pending, null), ((await ViewAsync(hold, store)).Status, (await ViewAsync(hold, store)).Halt));
        Assert.Equal(BulkPushJobStatus.Running, (await _scenario.JobAsync(hold.Push.JobId)).Status);
        Assert.Equal([hold.Push.Id], _scenario.Queue.Queued);
    }

    [Fact]
    public async Task Asks_less_and_less_often_and_in_the_end_no_more()
    {
        var (hold, store) = await RunningAsync("Longer");
        var breakers = Breakers(new PushingOptions { ProbeAtMost = Seconds(100), ProbesAtMost = 4 });
        await breakers.OpenAsync(hold, Frozen, Ct);
        var delays = new List<double?>();
        for (var probe = 0; probe < 4; probe++)
        {
            _scenario.Clock.Advance(Seconds(100));
            await breakers.StayOpenAsync((await breakers.TakeDueAsync(Ct))!, Frozen, Ct);
            delays.Add(((await ViewAsync(hold, store)).Halt!.ProbeAt - Now)?.TotalSeconds);
        }

        Assert.Equal([60, 100, 100, null], delays);
        Assert.Equal(4, (await ViewAsync(hold, store)).Halt!.Probes);
    }

    [Fact]
    public async Task A_store_that_says_something_else_meanwhile_is_believed()
    {
        var (hold, store) = await RunningAsync("Changed");
        await Breakers().OpenAsync(hold, Frozen, Ct);
        _scenario.Clock.Advance(Seconds(30));

        await Breakers().StayOpenAsync((await Breakers().TakeDueAsync(Ct))!, new ShopifyStoreException("SHOPIFY_UNAUTHORIZED", "Enter a new token."), Ct);

        Assert.Equal(("SHOPIFY_UNAUTHORIZED", "Enter a new token.", null), Halt(await ViewAsync(hold, store)));
    }

    [Fact]
    public async Task A_push_whose_store_another_one_has_taken_goes_on_behind_that_one()
    {
        var (hold, store) = await RunningAsync("Taken");
        await Breakers().OpenAsync(hold, Frozen, Ct);
        var other = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        _scenario.Clock.Advance(Seconds(30));

        Assert.True(await Breakers().CloseAsync((await Breakers().TakeDueAsync(Ct))!, Ct));

        Assert.Equal(other, (await ClaimAsync(store)).Push.JobId);
        await _scenario.Jobs.CancelAsync(other, "kim", Ct);
        await _scenario.Lifecycle.SettleAsync((await _scenario.PushAsync(other, store)).Id, (await _scenario.PushAsync(other, store)).FireInstanceId!, StorePushStatus.Cancelled, null, Ct);
        Assert.Equal(hold.Push.JobId, (await ClaimAsync(store)).Push.JobId);
    }

    [Fact]
    public async Task Meeting_the_same_fault_again_at_once_is_no_second_opening_and_does_not_begin_to_count_anew()
    {
        var (hold, store) = await RunningAsync("Flapping");
        await Breakers().OpenAsync(hold, Frozen, Ct);
        var opened = Now;
        var again = await GoneOnAsync(store);

        await Breakers().OpenAsync(again, Frozen, Ct);
        Assert.Equal((opened, 1), ((await ViewAsync(hold, store)).Halt!.Since, (await ViewAsync(hold, store)).Halt!.Probes));

        again = await GoneOnAsync(store);
        await AcceptAsync(hold);
        await Breakers().OpenAsync(again, Frozen, Ct);
        Assert.Equal((Now, 0), ((await ViewAsync(hold, store)).Halt!.Since, (await ViewAsync(hold, store)).Halt!.Probes));
    }

    [Fact]
    public async Task Whoever_asks_for_it_is_told_once_of_each_opening()
    {
        var notifications = new NotificationScenario(database);
        var (target, _) = await notifications.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));
        var (hold, store) = await RunningAsync("Told");

        await Breakers().OpenAsync(hold, Frozen, Ct);
        var told = Assert.Single(await notifications.OfAsync(target));
        Assert.Equal(
            (NotificationEvent.BreakerOpened, new BreakerNews(hold.Push.JobId, store.Id, "Told", "The bill is not paid.", Now + Seconds(30))), (told.Event, told.Content.Breaker));

        await Breakers().OpenAsync(await GoneOnAsync(store), Frozen, Ct);
        Assert.Single(await notifications.OfAsync(target));

        await _scenario.Pauses.ResumeAsync(hold.Push.JobId, store.Id, "sam", Ct);
        await Breakers().OpenAsync(await ClaimAsync(store), Frozen, Ct);
        Assert.Equal(2, (await notifications.OfAsync(target)).Count);
    }

    [Fact]
    public async Task What_an_operator_resumed_is_a_new_opening()
    {
        var (hold, store) = await RunningAsync("Resumed");
        await Breakers().OpenAsync(hold, Frozen, Ct);
        _scenario.Clock.Advance(Seconds(10));

        Assert.Equal(new PauseResult.Accepted(), await _scenario.Pauses.ResumeAsync(hold.Push.JobId, store.Id, "sam", Ct));
        await Breakers().OpenAsync(await ClaimAsync(store), Frozen, Ct);

        Assert.Equal((Now, 0), ((await ViewAsync(hold, store)).Halt!.Since, (await ViewAsync(hold, store)).Halt!.Probes));
    }

    [Fact]
    public async Task Products_that_the_store_never_answered_for_are_pending_again_until_that_was_tried_often_enough()
    {
        var (hold, store) = await RunningAsync("Silent", products: 3);
        await FailAsync(hold, "SHOPIFY_UNAVAILABLE", 5);

        await Breakers().OpenAsync(hold, ShopifyStoreFaults.ForUnavailable("HTTP 503"), Ct);
        Assert.All(await _scenario.ItemsAsync(hold.Push.Id), item => Assert.Equal((PushItemOutcome.Pending, null, null), (item.Outcome, item.ErrorCode, item.FinishedAt)));
        Assert.Equal(0, (await ViewAsync(hold, store)).Progress.Failed);

        var again = await GoneOnAsync(store);
        await FailAsync(hold, "SHOPIFY_UNAVAILABLE", 15);
        await Breakers().OpenAsync(again, ShopifyStoreFaults.ForUnavailable("HTTP 503"), Ct);
        Assert.Equal(3, (await ViewAsync(hold, store)).Progress.Failed);
    }

    [Fact]
    public async Task Cancelling_skips_what_is_left()
    {
        var (hold, store) = await RunningAsync("Cancelled", products: 2);
        await Breakers().OpenAsync(hold, Frozen, Ct);

        Assert.Equal(CancelResult.Accepted, await _scenario.Jobs.CancelAsync(hold.Push.JobId, "kim", Ct));

        var view = await ViewAsync(hold, store);
        Assert.Equal((StorePushStatus.Cancelled, 2, null), (view.Status, view.Progress.Skipped, view.Halt));
        _scenario.Clock.Advance(Seconds(3600));
        Assert.Null(await Breakers().TakeDueAsync(Ct));
    }

    private static ShopifyStoreException Frozen => new("SHOPIFY_STORE_FROZEN", "The bill is not paid.");

    private DateTimeOffset Now => _scenario.Clock.GetUtcNow();

    private StoreBreakers Breakers(PushingOptions? options = null) => new(
        database.Contexts, _scenario.Lifecycle, _scenario.Queue, _scenario.Readings, Options.Create(options ?? new PushingOptions()), Options.Create(new ShopifyOptions()), _scenario.Clock);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static (string, string, DateTimeOffset?) Halt(StorePushView view) => (view.Halt!.Code, view.Halt.Reason, view.Halt.ProbeAt);

    /// <summary>A planned push that a firing holds. The other tests' pushes are out of the way.</summary>
    private async Task<(PushHold Hold, Store Store)> RunningAsync(string name, int products = 1)
    {
        await _scenario.ChangeAsync(db => db.StorePushes.ExecuteDeleteAsync(Ct));
        var store = await _scenario.StoreAsync(name);
        await _scenario.ProductsAsync(products, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var hold = await ClaimAsync(store);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(hold.Push, hold.FireInstanceId, Ct);
        _scenario.Queue.Queued.Clear();
        return (hold, store);
    }

    private async Task<PushHold> ClaimAsync(Store store)
    {
        var firing = $"firing-{++_firings}";
        return new PushHold((await _scenario.Claims.ClaimAsync(store.Id, firing, Ct))!, firing);
    }

    /// <summary>The store answers a probe, and a firing takes the push up.</summary>
    private async Task<PushHold> GoneOnAsync(Store store)
    {
        _scenario.Clock.Advance(Seconds(600));
        Assert.True(await Breakers().CloseAsync((await Breakers().TakeDueAsync(Ct))!, Ct));
        return await ClaimAsync(store);
    }

    private async Task<StorePushView> ViewAsync(PushHold hold, Store store) =>
        (await _scenario.Queries.FindAsync(hold.Push.JobId, Ct))!.Stores.Single(s => s.StoreId == store.Id);

    private Task AcceptAsync(PushHold hold) => _scenario.ChangeAsync(db =>
        db.PushItems.Where(i => i.StorePushId == hold.Push.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Created), Ct));

    private Task FailAsync(PushHold hold, string code, int attempts) => _scenario.ChangeAsync(db => db.PushItems.Where(i => i.StorePushId == hold.Push.Id).ExecuteUpdateAsync(
        set => set.SetProperty(i => i.Outcome, PushItemOutcome.Failed).SetProperty(i => i.ErrorCode, code).SetProperty(i => i.Attempts, attempts).SetProperty(i => i.FinishedAt, Now), Ct));

    private async Task CancelAllAsync(Store store)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        foreach (var jobId in await db.StorePushes.Where(p => p.StoreId == store.Id).Select(p => p.JobId).ToListAsync(Ct))
        {
            await _scenario.Jobs.CancelAsync(jobId, "kim", Ct);
        }
    }
}
