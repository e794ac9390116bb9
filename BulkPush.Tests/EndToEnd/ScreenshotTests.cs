using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Pushing;
using BulkPush.Core.Schedules;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>
/// Takes pictures of the pages with the demo catalogue and a push that is under way. Runs only with <c>BULKPUSH_SCREENSHOTS</c>: <c>readme</c>
/// writes the README's picture, docs/images/job.png; a directory gets every page in both themes, wide and narrow.
/// </summary>
public sealed class ScreenshotTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("BULKPUSH_SCREENSHOTS");

    private static readonly object Fast = new { maximumAvailable = 2_000_000, restoreRate = 1_000_000, latencyMs = 1, latencyJitterMs = 0 };

    private static readonly (string Shop, string Name, object Slow)[] Shops =
    [
        ("north-outfitters", "North Outfitters", new { maximumAvailable = 1_000, restoreRate = 100, available = 300, latencyMs = 100 }),
        ("atlas-living", "Atlas Living", new { maximumAvailable = 2_000, restoreRate = 220, available = 900, latencyMs = 120 }),
        ("quirky-corner", "Quirky Corner", new { maximumAvailable = 1_000, restoreRate = 80, available = 200, latencyMs = 140 }),
    ];

    private Guid _target;

    [Fact]
    public async Task Pictures_are_taken()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Wanted), "Set BULKPUSH_SCREENSHOTS to readme, or to a directory for pictures of every page.");
        if (Wanted != "readme")
            await AddTargetsAsync();
        var (jobId, stores) = await StartPushAsync();
        if (Wanted == "readme")
        {
            await using var visit = await dashboard.SignInAsync(width: 1440, height: 1000);
            await TakeAsync(visit.Page, $"products/bulk-push/{jobId}", Path.Combine(SourceTree.Root, "docs", "images", "job.png"), isFullPage: false);
            return;
        }

        var inFiles = await StartFilesAsync();
        var scope = new PushScope { StoreIds = [(await FindAsync(inFiles)).Stores[0].StoreId] };
        var waiting = Assert.IsType<StartResult.Started>(await dashboard.App.Get<BulkPushJobService>().StartAsync(scope, "kim@example.com", null, WhenBusy.Queue, Ct)).JobId;
        var scheduleId = await MakeSchedulesAsync(stores);
        var halted = await StartHaltedAsync();
        foreach (var width in new[] { 1440, 390 })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                await TakeAllAsync(jobId, inFiles, waiting, halted, stores[0], scheduleId, scheme, width);
        }
    }

    private async Task TakeAllAsync(Guid jobId, Guid inFiles, Guid waiting, Guid halted, Guid storeId, Guid scheduleId, ColorScheme scheme, int width)
    {
        await using var visit = await dashboard.SignInAsync(scheme: scheme, width: width, height: width == 390 ? 1600 : 900);
        var page = visit.Page;
        var product = await page.GetByTestId("product-link").Nth(1).GetAttributeAsync("href");
        foreach (var (name, address) in new[]
                 {
                     ("job", $"products/bulk-push/{jobId}"),
                     ("files", $"products/bulk-push/{inFiles}"),
                     ("waiting", $"products/bulk-push/{waiting}"),
                     ("halted", $"products/bulk-push/{halted}"),
                     ("products", "products"),
                     ("product", product!.TrimStart('/')),
                     ("start", "products/bulk-push"),
                     ("history", "products/history"),
                     ("schedules", "schedules"),
                     ("schedule-new", "schedules/new"),
                     ("schedule", $"schedules/{scheduleId}"),
                     ("stores", "stores"),
                     ("store", $"stores/{storeId}"),
                     ("store-new", "stores/new"),
                     ("notifications", "notifications"),
                     ("target", $"notifications/targets/{_target}"),
                     ("target-new", "notifications/targets/new"),
                 })
            await TakeAsync(page, address, Path.Combine(Wanted!, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), isFullPage: width > 390);
        await page.GotoAsync("products/bulk-push");
        await page.GetByTestId("preview-store").Filter(new() { HasText = "Harbour Goods" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByTestId("start").ClickAsync();
        await Expect(page.GetByTestId("busy-store").First).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Wanted!, $"busy-{width}-{scheme.ToString().ToLowerInvariant()}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    private static async Task TakeAsync(IPage page, string address, string path, bool isFullPage)
    {
        await page.GotoAsync(address);
        await Expect(page.Locator("#content h1")).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
        if (address.Contains("bulk-push/", StringComparison.Ordinal))
            await Expect(page.GetByTestId("job-panel")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await page.ScreenshotAsync(new() { Path = path, FullPage = isFullPage, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>A second push over what a first one brought: some products are new since, some have changed, a few will be refused.</summary>
    private async Task<(Guid JobId, IReadOnlyList<Guid> Stores)> StartPushAsync()
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
        var first = await PushAsync();
        await Eventually.IsTrueAsync(async () => (await FindAsync(first)).IsFinal, "the first push has ended");

        foreach (var id in products.Where(id => id % 3 == 0))
            await dashboard.EditAsync(id, content => content with { Vendor = content.Vendor + " Studio" }, Ct);
        foreach (var id in products.Where(id => id % 31 == 0))
            await dashboard.RefuseAsync(id, Ct);
        await ActivateAsync(stores, products);
        foreach (var (shop, _, slow) in Shops)
            await dashboard.ControlAsync(shop, slow, Ct);
        var second = await PushAsync();
        await Eventually.IsTrueAsync(async () => await FindAsync(second) is { Failed: > 6 } job && job.Processed > job.Total * 6 / 10, "the second push is well under way");
        return (second, stores);
    }

    /// <summary>Some who are told of pushes; none of it arrives, so the log has something to show.</summary>
    private async Task AddTargetsAsync()
    {
        foreach (var edit in new[]
                 {
                     new TargetEdit { Name = "Catalogue team", Kind = NotificationTargetKind.Email, Addresses = ["catalogue@example.com", "night-shift@example.com"], Events = TargetEdit.Possible },
                     new TargetEdit { Name = "Stock system", Kind = NotificationTargetKind.Webhook, Url = "http://127.0.0.1:9/hooks/bulkpush", Events = TargetEdit.Possible },
                     new TargetEdit { Name = "On call", Kind = NotificationTargetKind.Email, Addresses = ["on-call@example.com"], IsForEveryPush = false },
                     new TargetEdit { Name = "Old dashboard", Kind = NotificationTargetKind.Webhook, Url = "https://dashboard.example.com/hook", IsPaused = true },
                 })
        {
            var saved = Assert.IsType<TargetSaveResult.Saved>(await dashboard.App.Get<NotificationTargets>().CreateAsync(edit, "kim@example.com", Ct));
            if (edit.Kind == NotificationTargetKind.Webhook)
                _target = saved.Target.Id;
            if (edit is { IsPaused: false, IsForEveryPush: true })
                await dashboard.App.Get<TargetTrial>().SendAsync(saved.Target.Id, "kim@example.com", Ct);
        }
    }

    /// <summary>Schedules in several states, one of them with a run.</summary>
    private async Task<Guid> MakeSchedulesAsync(IReadOnlyList<Guid> stores)
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
    private async Task<Guid> StartHaltedAsync()
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

    /// <summary>A push in files that the store works through slowly.</summary>
    private async Task<Guid> StartFilesAsync()
    {
        await dashboard.ControlAsync("harbour-goods", new { accessToken = "shpat_harbour-goods", bulkLinesPerSecond = 0.5 }, Ct);
        var store = await dashboard.AddStoreAsync("harbour-goods", "Harbour Goods", Fast, Ct);
        await ActivateAsync([store], await ProductIdsAsync());
        var job = await PushAsync(new PushScope { StoreIds = [store], Strategy = PushStrategy.Bulk });
        await Eventually.IsTrueAsync(async () => (await FindAsync(job)).Stores[0].Progress.Phase == PushPhase.BulkRunning(1), "the store works through a file");
        return job;
    }

    private async Task<IReadOnlyList<long>> ProductIdsAsync()
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

    private async Task ActivateAsync(IEnumerable<Guid> stores, IReadOnlyList<long> products)
    {
        foreach (var store in stores)
            await dashboard.App.Get<ProductChannelService>().SetActiveAsync(store, products, isActive: true, "tests", Ct);
    }

    private async Task<Guid> PushAsync(PushScope? scope = null) =>
        Assert.IsType<StartResult.Started>(await dashboard.App.Get<BulkPushJobService>().StartAsync(scope ?? PushScope.Everything, RunningApp.AdminEmail, idempotencyKey: null, Ct)).JobId;

    private async Task<JobProgress> FindAsync(Guid jobId) => (await dashboard.App.Get<BulkPushJobQueries>().FindAsync(jobId, Ct))!;
}
