using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing;

public sealed class PushPlannerTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plans_active_channels_only()
    {
        var store = await _scenario.StoreAsync("Planned");
        var products = await _scenario.ProductsAsync(3, store);
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.ProductId == products[1].Id).ForEachAsync(c => c.SetActive(false), Ct));

        var (progress, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.Equal(2, progress.Total);
        Assert.Equal([products[0].Id, products[2].Id], items.Select(i => i.ProductId));
    }

    [Fact]
    public async Task Settles_channels_that_have_the_newest_state_as_unchanged()
    {
        var store = await _scenario.StoreAsync("Unchanged");
        var products = await _scenario.ProductsAsync(4, store);
        await MarkPushedAsync(products[0], products[1], products[2]);
        await _scenario.ChangeAsync(async db =>
        {
            (await db.Products.SingleAsync(p => p.Id == products[1].Id, Ct)).MarkChanged(_scenario.Clock.GetUtcNow());
            (await db.ProductChannels.SingleAsync(c => c.ProductId == products[2].Id, Ct)).LastErrorAt = _scenario.Clock.GetUtcNow().AddMinutes(1);
        });

        var (progress, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.Equal((4, 1), (progress.Total, progress.Unchanged));
        Assert.Equal(products.Skip(1).Select(p => (p.Id, PushItemOutcome.Pending)), items.Select(i => (i.ProductId, i.Outcome)));
    }

    [Fact]
    public async Task A_change_of_the_stores_settings_makes_every_channel_due()
    {
        var store = await _scenario.StoreAsync("Resettled");
        var products = await _scenario.ProductsAsync(2, store);
        await MarkPushedAsync([.. products]);
        await _scenario.ChangeAsync(async db => (await db.Stores.SingleAsync(s => s.Id == store.Id, Ct)).MarkSettingsChanged(_scenario.Clock.GetUtcNow()));

        var (progress, _) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.Equal(0, progress.Unchanged);
    }

    [Fact]
    public async Task Force_leaves_nothing_unchanged()
    {
        var store = await _scenario.StoreAsync("Forced");
        var products = await _scenario.ProductsAsync(2, store);
        await MarkPushedAsync([.. products]);

        var (progress, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id], Force = true });

        Assert.Equal(0, progress.Unchanged);
        Assert.All(items, item => Assert.Equal(PushItemOutcome.Pending, item.Outcome));
    }

    [Fact]
    public async Task Keeps_to_the_chosen_products()
    {
        var store = await _scenario.StoreAsync("Chosen");
        var products = await _scenario.ProductsAsync(3, store);

        var (_, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id], ProductIds = [products[2].Id] });

        Assert.Equal([products[2].Id], items.Select(i => i.ProductId));
    }

    [Fact]
    public async Task A_resumed_push_goes_on_with_the_list_it_had()
    {
        var store = await _scenario.StoreAsync("Resumed");
        await _scenario.ProductsAsync(2, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await ClaimAndPlanAsync(store, "firing-1");
        await _scenario.ProductsAsync(5, store);

        var progress = await ClaimAndPlanAsync(store, "firing-2");

        Assert.Equal(2, progress.Total);
        Assert.Equal(2, (await _scenario.ItemsAsync((await _scenario.PushAsync(jobId, store)).Id)).Count);
    }

    [Fact]
    public async Task Does_not_plan_for_a_firing_that_lost_the_push()
    {
        var store = await _scenario.StoreAsync("Lost");
        await _scenario.ProductsAsync(1, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct);

        await Assert.ThrowsAsync<StorePushLostException>(() => Planner().PlanAsync(push!, "firing-1", Ct));

        Assert.Empty(await _scenario.ItemsAsync(push!.Id));
    }

    [Fact]
    public async Task Plans_while_the_job_is_locked_by_whoever_settles_or_cancels_it()
    {
        var store = await _scenario.StoreAsync("Locked");
        await _scenario.ProductsAsync(1, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await using var other = await database.Contexts.CreateDbContextAsync(Ct);
        await using var transaction = await other.Database.BeginTransactionAsync(Ct);
        await StorePushLifecycle.LockJobAsync(other, jobId, Ct);

        // The limit only decides how long a broken build hangs: a plan that wants the job's row waits for good.
        var progress = await Planner().PlanAsync(push!, "firing-1", Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Equal(1, progress.Total);
    }

    [Fact]
    public async Task The_preview_counts_what_the_plan_will_do_and_the_product_list_shows()
    {
        var store = await _scenario.StoreAsync("Previewed");
        var products = await _scenario.ProductsAsync(5, store);
        await MarkPushedAsync(products[0], products[1]);
        await _scenario.ChangeAsync(async db =>
        {
            (await db.Products.SingleAsync(p => p.Id == products[1].Id, Ct)).MarkChanged(_scenario.Clock.GetUtcNow());
            (await db.ProductChannels.SingleAsync(c => c.ProductId == products[2].Id, Ct)).LastErrorAt = _scenario.Clock.GetUtcNow().AddMinutes(1);
        });

        var preview = Assert.Single((await _scenario.Queries.PreviewAsync(new PushScope { StoreIds = [store.Id] }, Ct)).Stores);

        Assert.Equal((2, 1, 1, 1), (preview.NeverPushed, preview.Changed, preview.Failed, preview.UpToDate));
        Assert.Null(preview.RunningJobId);
        Assert.Equal(
            (preview.NeverPushed, preview.Changed, preview.Failed, preview.UpToDate),
            (await CountAsync(store, ChannelPushState.NeverPushed), await CountAsync(store, ChannelPushState.Changed),
            await CountAsync(store, ChannelPushState.Failed), await CountAsync(store, ChannelPushState.UpToDate)));
        var (progress, _) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });
        Assert.Equal(preview.UpToDate, progress.Unchanged);
    }

    [Fact]
    public async Task Products_new_to_a_store_that_may_add_no_variants_wait_until_its_date_and_the_others_go_on()
    {
        var store = await _scenario.StoreAsync("Limited");
        var products = await _scenario.ProductsAsync(3, store);
        await MarkPushedAsync(products[0], products[1]);
        await _scenario.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Id == products[1].Id, Ct)).MarkChanged(_scenario.Clock.GetUtcNow()));
        var until = _scenario.Clock.GetUtcNow().AddHours(20);
        await LimitAsync(store, until);

        var preview = Assert.Single((await _scenario.Queries.PreviewAsync(new PushScope { StoreIds = [store.Id] }, Ct)).Stores);
        var (progress, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.Equal([PushItemOutcome.Pending, PushItemOutcome.Deferred], items.Select(i => i.Outcome));
        Assert.Equal((until, "VARIANT_THROTTLE_EXCEEDED"), (items[1].DeferredUntil, items[1].ErrorCode));
        Assert.Equal((1, 1, until, 2), (progress.Unchanged, progress.Deferred, progress.DeferredUntil, progress.Processed));
        Assert.Equal((0, 1, 1, 1, until), (preview.NeverPushed, preview.Changed, preview.UpToDate, preview.Deferred, preview.DeferredUntil));
        Assert.Equal(1, await CountAsync(store, ChannelPushState.Deferred));
    }

    [Fact]
    public async Task Products_that_waited_are_sent_once_the_date_has_come()
    {
        var store = await _scenario.StoreAsync("Released");
        await _scenario.ProductsAsync(2, store);
        await LimitAsync(store, _scenario.Clock.GetUtcNow().AddMinutes(-1));

        var (_, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.All(items, item => Assert.Equal(PushItemOutcome.Pending, item.Outcome));
    }

    [Fact]
    public async Task A_product_whose_new_variants_were_refused_waits_until_its_date_or_its_next_change()
    {
        var store = await _scenario.StoreAsync("Grown");
        var products = await _scenario.ProductsAsync(2, store);
        await MarkPushedAsync([.. products]);
        await _scenario.ChangeAsync(db => db.Products.Where(p => p.Id == products[0].Id || p.Id == products[1].Id)
            .ForEachAsync(p => p.MarkChanged(_scenario.Clock.GetUtcNow()), Ct));
        await _scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync(
            $"update product_channels c set deferred_until = {_scenario.Clock.GetUtcNow().AddHours(3)}, deferred_product_revision = p.revision from products p where p.id = c.product_id and c.store_id = {store.Id}",
            Ct));
        await _scenario.ChangeAsync(async db => (await db.Products.SingleAsync(p => p.Id == products[1].Id, Ct)).MarkChanged(_scenario.Clock.GetUtcNow()));

        var (_, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id] });

        Assert.Equal([PushItemOutcome.Deferred, PushItemOutcome.Pending], items.Select(i => i.Outcome));
    }

    [Fact]
    public async Task Force_asks_a_store_anew_that_may_add_no_variants()
    {
        var store = await _scenario.StoreAsync("Asked");
        await _scenario.ProductsAsync(2, store);
        await LimitAsync(store, _scenario.Clock.GetUtcNow().AddHours(20));

        var (_, items) = await PlanAsync(store, new PushScope { StoreIds = [store.Id], Force = true });

        Assert.All(items, item => Assert.Equal(PushItemOutcome.Pending, item.Outcome));
        await using var db = database.CreateContext();
        Assert.Null((await db.Stores.SingleAsync(s => s.Id == store.Id, Ct)).NewVariantsFrom);
    }

    private Task LimitAsync(Store store, DateTimeOffset until) => _scenario.ChangeAsync(db =>
        db.Stores.Where(s => s.Id == store.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.NewVariantsFrom, until), Ct));

    /// <summary>How many products the product list shows in this state.</summary>
    private async Task<int> CountAsync(Store store, ChannelPushState state) =>
        (await new ProductQueries(database.Contexts).ListAsync(new ProductListQuery { StoreId = store.Id, PushState = state }, Ct)).Total;

    private async Task<(StorePushProgress Progress, List<PushItem> Items)> PlanAsync(Store store, PushScope scope)
    {
        var jobId = await _scenario.StartedAsync(scope);
        var progress = await ClaimAndPlanAsync(store, "firing-1");
        return (progress, await _scenario.ItemsAsync((await _scenario.PushAsync(jobId, store)).Id));
    }

    private async Task<StorePushProgress> ClaimAndPlanAsync(Store store, string firing)
    {
        var push = await _scenario.Claims.ClaimAsync(store.Id, firing, Ct);
        return await Planner().PlanAsync(push!, firing, Ct);
    }

    private PushPlanner Planner() => new(database.Contexts, _scenario.Clock);

    private Task MarkPushedAsync(params Product[] products) => _scenario.MarkPushedAsync(products);
}
