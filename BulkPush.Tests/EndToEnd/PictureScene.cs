using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Pushing;
using BulkPush.Core.Schedules;
using BulkPush.Core.Stores;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.EndToEnd;

/// <summary>What pictures show: the demo catalogue, and pushes, schedules and notifications in every state that a page has to bear.</summary>
internal sealed class PictureScene(Dashboard dashboard, WebhookReceiver receiver)
{
    private const string Kim = "kim@example.com";

    private static readonly object Fast = new { maximumAvailable = 2_000_000, restoreRate = 1_000_000, latencyMs = 1, latencyJitterMs = 0 };

    private static readonly (string Shop, string Name, object Slow)[] Shops =
    [
        ("north-outfitters", "North Outfitters", new { maximumAvailable = 1_000, restoreRate = 100, available = 300, latencyMs = 100 }),
        ("atlas-living", "Atlas Living", new { maximumAvailable = 2_000, restoreRate = 220, available = 900, latencyMs = 120 }),
        ("quirky-corner", "Quirky Corner", new { maximumAvailable = 1_000, restoreRate = 80, available = 200, latencyMs = 140 }),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BulkPushJobService Pushes => dashboard.App.Get<BulkPushJobService>();

    /// <summary>Some who are told of pushes, most of which are not there. Returns the webhook whose page is shown.</summary>
    public async Task<Guid> AddTargetsAsync()
    {
        var targets = dashboard.App.Get<NotificationTargets>();
        await AddAsync(new TargetEdit { Name = "Catalogue team", Kind = NotificationTargetKind.Email, Addresses = ["catalogue@example.com", "night-shift@example.com"], Events = TargetEdit.Possible });
        var stock = await AddAsync(new TargetEdit { Name = "Stock system", Kind = NotificationTargetKind.Webhook, Url = receiver.Url, Events = TargetEdit.Possible });
        await AddAsync(new TargetEdit { Name = "On call", Kind = NotificationTargetKind.Email, Addresses = ["on-call@example.com"], IsForEveryPush = false });
        await AddAsync(new TargetEdit { Name = "Old dashboard", Kind = NotificationTargetKind.Webhook, Url = "http://127.0.0.1:9/hook", Events = TargetEdit.Possible });
        await AddAsync(new TargetEdit { Name = "Warehouse screen", Kind = NotificationTargetKind.Webhook, Url = "http://127.0.0.1:9/screen", Events = TargetEdit.Possible });
        return stock;

        async Task<Guid> AddAsync(TargetEdit edit)
        {
            var saved = Assert.IsType<TargetSaveResult.Saved>(await targets.CreateAsync(edit, Kim, Ct));
            if (edit.IsForEveryPush)
                await dashboard.App.Get<TargetTrial>().SendAsync(saved.Target.Id, Kim, Ct);
            return saved.Target.Id;
        }
    }

    /// <summary>Takes a target away and pauses another: what was on its way to them is withdrawn, or waits.</summary>
    public async Task ChangeTargetsAsync()
    {
        var targets = dashboard.App.Get<NotificationTargets>();
        foreach (var target in await targets.ListAsync(Ct))
        {
            if (target.Name == "Old dashboard")
                await targets.RemoveAsync(target.Id, Kim, Ct);
            if (target.Name == "Warehouse screen")
                await targets.SetPausedAsync(target.Id, true, Kim, Ct);
        }
    }

    /// <summary>A second push over what a first one brought: some products are new since, some have changed, a few will be refused.</summary>
    public async Task<(Guid JobId, IReadOnlyList<Guid> Stores)> StartPushAsync()
    {
        await using var csv = File.OpenRead(Path.Combine(SourceTree.Root, "BulkPush.Web", "DemoStores", "demo-catalogue.csv"));
        await dashboard.App.Get<ProductCsvImporter>().ImportAsync(csv, "tests", progress: null, Ct);
        var products = await ProductIdsAsync();
        var stores = new List<Guid>();
        foreach (var (shop, name, _) in Shops)
        {
            await dashboard.ControlAsync(shop, new { accessToken = $"shpat_{shop}" }, Ct);
            stores.Add(await dashboard.AddStoreAsync(shop, name, Fast, Ct));
            await dashboard.App.Get<StoreService>().CheckAsync(stores[^1], "tests", Ct);
        }

        await ActivateAsync(stores, [.. products.Where(id => id % 5 != 0)]);
        var first = await PushAsync(PushScope.Everything);
        await Eventually.IsTrueAsync(async () => (await FindAsync(first)).IsFinal, "the first push has ended");

        foreach (var id in products.Where(id => id % 3 == 0))
            await dashboard.EditAsync(id, content => content with { Vendor = content.Vendor + " Studio" }, Ct);
        foreach (var id in products.Where(id => id % 31 == 0))
            await dashboard.RefuseAsync(id, Ct);
        await ActivateAsync(stores, products);
        foreach (var (shop, _, slow) in Shops)
            await dashboard.ControlAsync(shop, slow, Ct);
        var second = await PushAsync(PushScope.Everything);
        await Eventually.IsTrueAsync(async () => await FindAsync(second) is { Failed: > 6 } job && job.Processed > job.Total * 6 / 10, "the second push is well under way");
        return (second, stores);
    }

    /// <summary>Schedules in several states, one of them with a run.</summary>
    public async Task<Guid> MakeSchedulesAsync(IReadOnlyList<Guid> stores)
    {
        var schedules = dashboard.App.Get<ScheduleService>();
        var nightly = await SaveAsync(new ScheduleEdit { Name = "Every night", Cron = "30 2 * * *", TimeZone = "Europe/Berlin" });
        await schedules.RunNowAsync(nightly, RunningApp.AdminEmail, null, Ct);
        await SaveAsync(new ScheduleEdit { Name = "New York before the shops open", Cron = "45 8 * * 1,3,5", TimeZone = "America/New_York", Scope = new PushScope { StoreIds = [.. stores.Take(2)] } });
        var monthly = await SaveAsync(new ScheduleEdit { Name = "Everything again on the first", Cron = "0 4 1 * *", TimeZone = "UTC", MissedRuns = MissedRunRule.Skip, Scope = new PushScope { Force = true, Strategy = PushStrategy.Bulk } });
        await schedules.PauseAsync(monthly, RunningApp.AdminEmail, Ct);
        return nightly;

        async Task<Guid> SaveAsync(ScheduleEdit edit) => Assert.IsType<ScheduleSaveResult.Saved>(await schedules.CreateAsync(edit, RunningApp.AdminEmail, Ct)).Schedule.Id;
    }

    /// <summary>A push that the circuit breaker has paused: one store may come back by itself, one waits for an operator.</summary>
    public async Task<Guid> StartHaltedAsync()
    {
        var stores = new List<Guid>();
        foreach (var (shop, name, fault) in new[] { ("frost-works", "Frost Works", "shopFrozen"), ("key-corner", "Key Corner", "tokenRevoked") })
        {
            stores.Add(await dashboard.AddStoreAsync(shop, name, Fast, Ct));
            await dashboard.ControlAsync(shop, new { faults = new Dictionary<string, object> { [fault] = new { probability = 1.0 } } }, Ct);
        }

        await ActivateAsync(stores, await ProductIdsAsync());
        var job = await PushAsync(new PushScope { StoreIds = stores });
        await Eventually.IsTrueAsync(async () => (await FindAsync(job)).Stores.All(s => s.Halt is not null), "the breaker pauses both stores");
        return job;
    }

    /// <summary>A push in files that the store works through slowly, and one of the same store that waits for it.</summary>
    public async Task<(Guid InFiles, Guid Waiting)> StartFilesAsync()
    {
        await dashboard.ControlAsync("harbour-goods", new { accessToken = "shpat_harbour-goods", bulkLinesPerSecond = 0.5 }, Ct);
        var store = await dashboard.AddStoreAsync("harbour-goods", "Harbour Goods", Fast, Ct);
        await ActivateAsync([store], await ProductIdsAsync());
        var job = await PushAsync(new PushScope { StoreIds = [store], Strategy = PushStrategy.Bulk });
        await Eventually.IsTrueAsync(async () => (await FindAsync(job)).Stores[0].Progress.Phase == PushPhase.BulkRunning(1), "the store works through a file");
        return (job, await PushAsync(new PushScope { StoreIds = [store] }, Kim, WhenBusy.Queue));
    }

    /// <summary>A push that an operator has paused, with another store that goes on.</summary>
    public async Task<Guid> StartPausedAsync()
    {
        var (paused, running) = (await AddStandingStoreAsync("garden-row", "Garden Row"), await AddStandingStoreAsync("paper-mill", "Paper Mill"));
        var job = await PushAsync(new PushScope { StoreIds = [paused, running] });
        await Eventually.IsTrueAsync(async () => (await FindAsync(job)).Stores.All(s => s.Progress.Created > 0), "both stores are pushed to");
        await dashboard.App.Get<PushPauses>().PauseAsync(job, paused, Kim, Ct);
        await Eventually.IsTrueAsync(async () => (await FindAsync(job)).Stores.Any(s => s.Status == StorePushStatus.Paused), "one store is paused");
        return job;
    }

    /// <summary>A large push that has made way for a small one.</summary>
    public async Task<Guid> StartGivingWayAsync()
    {
        var store = await AddStandingStoreAsync("lamp-yard", "Lamp Yard");
        var large = await PushAsync(new PushScope { StoreIds = [store] });
        await Eventually.IsTrueAsync(async () => (await FindAsync(large)).Stores[0].Progress.Created > 0, "the large push is under way");
        await PushAsync(new PushScope { StoreIds = [store], ProductIds = [.. (await ProductIdsAsync()).TakeLast(40)] }, Kim, WhenBusy.Ahead);
        await dashboard.ControlAsync("lamp-yard", new { maximumAvailable = 100, restoreRate = 1, available = 0 }, Ct);
        await Eventually.IsTrueAsync(async () => (await FindAsync(large)).IsInLine, "the large push has made way");
        return large;
    }

    public async Task<IReadOnlyList<long>> ProductIdsAsync()
    {
        var ids = new List<long>();
        for (var page = 0; ; page++)
        {
            var rows = await dashboard.App.Get<ProductQueries>().ListAsync(new ProductListQuery { Page = page, PageSize = ProductListQuery.MaxPageSize }, Ct);
            ids.AddRange(rows.Items.Select(row => row.Id));
            if (ids.Count >= rows.Total)
                return ids;
        }
    }

    /// <summary>A store that takes about a product a second, so that what is there is there for a while.</summary>
    private async Task<Guid> AddStandingStoreAsync(string shop, string name)
    {
        var store = await dashboard.AddStoreAsync(shop, name, new { maximumAvailable = 100, restoreRate = 10, latencyMs = 20 }, Ct);
        await ActivateAsync([store], await ProductIdsAsync());
        return store;
    }

    private async Task ActivateAsync(IEnumerable<Guid> stores, IReadOnlyList<long> products)
    {
        foreach (var store in stores)
            await dashboard.App.Get<ProductChannelService>().SetActiveAsync(store, products, isActive: true, "tests", Ct);
    }

    private async Task<Guid> PushAsync(PushScope scope, string actor = RunningApp.AdminEmail, WhenBusy whenBusy = WhenBusy.Refuse) =>
        Assert.IsType<StartResult.Started>(await Pushes.StartAsync(scope, actor, idempotencyKey: null, whenBusy, Ct)).JobId;

    private async Task<JobProgress> FindAsync(Guid jobId) => (await dashboard.App.Get<BulkPushJobQueries>().FindAsync(jobId, Ct))!;
}
