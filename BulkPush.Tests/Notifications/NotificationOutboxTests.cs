using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Notifications;

/// <summary>What is recorded when a push ends, and for whom. Nothing is sent here.</summary>
public sealed class NotificationOutboxTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly NotificationScenario _scenario = new(postgres);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, StorePushStatus.Completed, NotificationEvent.CompletedWithErrors)]
    [InlineData(0, StorePushStatus.Failed, NotificationEvent.Failed)]
    [InlineData(0, StorePushStatus.Completed, NotificationEvent.Completed)]
    [InlineData(0, StorePushStatus.Cancelled, NotificationEvent.Cancelled)]
    public async Task A_push_that_ends_is_told_to_those_who_ask_for_it(int failed, StorePushStatus status, NotificationEvent happened)
    {
        var (usual, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/1"));
        var (eager, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/2") with { Events = TargetEdit.Possible });

        var jobId = await _scenario.EndedPushAsync(failed, status, status == StorePushStatus.Failed ? "The token was refused." : null);

        var delivery = Assert.Single(await _scenario.OfAsync(eager));
        Assert.Equal((jobId, happened, DeliveryStatus.Pending), (delivery.JobId, delivery.Event, delivery.Status));
        Assert.Equal(TargetEdit.Usual.Contains(happened) ? 1 : 0, (await _scenario.OfAsync(usual)).Count);
    }

    [Fact]
    public async Task It_says_what_ended_how_with_figures_and_the_first_failures()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));

        var jobId = await _scenario.EndedPushAsync(failed: 1);

        var push = Assert.Single(await _scenario.OfAsync(target)).Content.Push!;
        Assert.Equal((jobId, "completed", NotificationScenario.Actor), (push.JobId, push.Status, push.RequestedBy));
        var store = Assert.Single(push.Stores);
        Assert.Equal(("North", 2, 1, 1), (store.Name, store.Total, store.Created, store.Failed));
        Assert.Equal("The title is empty. Give it one & push again.", Assert.Single(store.Failures).Message);
    }

    [Fact]
    public async Task A_target_that_is_not_for_every_push_is_told_of_those_that_name_it()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/") with { IsForEveryPush = false });

        await _scenario.EndedPushAsync(failed: 1);
        var named = await _scenario.EndedPushAsync(failed: 1, told: [target.Id]);

        Assert.Equal(named, Assert.Single(await _scenario.OfAsync(target)).JobId);
    }

    [Fact]
    public async Task A_paused_or_removed_target_is_told_nothing()
    {
        var (paused, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/") with { IsPaused = true });
        var (removed, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));
        Assert.True(await _scenario.Targets.RemoveAsync(removed.Id, NotificationScenario.Actor, Ct));

        await _scenario.EndedPushAsync(failed: 1, told: [paused.Id, removed.Id]);

        Assert.Empty(await _scenario.OfAsync(paused));
        Assert.Empty(await _scenario.OfAsync(removed));
    }

    [Fact]
    public async Task Stores_that_settle_at_once_tell_of_their_push_once()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/") with { Events = TargetEdit.Possible });
        var stores = new List<Store>();
        for (var i = 0; i < 4; i++)
            stores.Add(await _scenario.Pushes.StoreAsync($"Parallel{i}"));
        await _scenario.Pushes.ProductsAsync(1, [.. stores]);
        var jobId = await _scenario.Pushes.StartedAsync(new PushScope { StoreIds = [.. stores.Select(s => s.Id)] });

        await Task.WhenAll(stores.Select(async store =>
        {
            var push = await _scenario.Pushes.Claims.ClaimAsync(store.Id, $"firing-{store.Id}", Ct);
            Assert.True(await _scenario.Pushes.Lifecycle.SettleAsync(push!.Id, $"firing-{store.Id}", StorePushStatus.Completed, null, Ct));
        }));

        Assert.Equal(jobId, Assert.Single(await _scenario.OfAsync(target)).JobId);
    }

    [Fact]
    public async Task The_same_news_is_recorded_once_and_each_opening_of_a_breaker_is_news_of_its_own()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));
        var store = await _scenario.Pushes.StoreAsync("Shaky");
        var jobId = await _scenario.StartAsync(store);
        var opening = new Announcement(
            NotificationEvent.BreakerOpened, new News(_scenario.Clock.GetUtcNow()) { Breaker = new BreakerNews(jobId, store.Id, store.Name, "It does not answer.", null) })
        {
            JobId = jobId,
            StoreId = store.Id,
            Occurrence = "1",
        };

        await using var db = postgres.CreateContext();
        Assert.True(await NotificationOutbox.AddAsync(db, opening, null, Ct) >= 1);
        Assert.Equal(0, await NotificationOutbox.AddAsync(db, opening, null, Ct));
        Assert.True(await NotificationOutbox.AddAsync(db, opening with { Occurrence = "2" }, null, Ct) >= 1);

        Assert.Equal(["1", "2"], (await _scenario.OfAsync(target)).Select(d => d.Occurrence).Order());
        Assert.All(await _scenario.Deliveries.OfJobAsync(jobId, Ct), delivery => Assert.Equal(store.Name, delivery.StoreName));
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_news()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));
        await using (var db = postgres.CreateContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await NotificationOutbox.AddAsync(db, new Announcement(NotificationEvent.Failed, new News(_scenario.Clock.GetUtcNow())), null, Ct);
            await transaction.RollbackAsync(Ct);
        }

        Assert.Empty(await _scenario.OfAsync(target));
    }
}
