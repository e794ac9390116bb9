using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Jobs;
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
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("BULKPUSH_SCREENSHOTS");

    // As the demo stores of a first run; the third refuses a share of its requests.
    private static readonly (string Shop, string Name, object Control)[] Shops =
    [
        ("north-outfitters", "North Outfitters", new { kind = "standard", accessToken = "shpat_north-outfitters", latencyMs = 100, latencyJitterMs = 40 }),
        ("atlas-living", "Atlas Living", new { kind = "plus", accessToken = "shpat_atlas-living", latencyMs = 180, latencyJitterMs = 60, maximumAvailable = 1500, restoreRate = 240 }),
        ("quirky-corner", "Quirky Corner", new { kind = "misbehaving", accessToken = "shpat_quirky-corner", latencyMs = 120, latencyJitterMs = 80 }),
    ];

    [Fact]
    public async Task Pictures_are_taken()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Wanted), "Set BULKPUSH_SCREENSHOTS to readme, or to a directory for pictures of every page.");
        var jobId = await StartPushAsync();
        if (Wanted == "readme")
        {
            await using var visit = await dashboard.SignInAsync(width: 1280, height: 860);
            await TakeAsync(visit.Page, $"products/bulk-push/{jobId}", Path.Combine(SourceTree.Root, "docs", "images", "job.png"), isFullPage: false);
            return;
        }

        foreach (var width in new[] { 1440, 390 })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                await TakeAllAsync(jobId, scheme, width);
        }
    }

    private async Task TakeAllAsync(Guid jobId, ColorScheme scheme, int width)
    {
        await using var visit = await dashboard.SignInAsync(scheme: scheme, width: width, height: width == 390 ? 1600 : 900);
        var page = visit.Page;
        var product = await page.GetByTestId("product-link").Nth(1).GetAttributeAsync("href");
        foreach (var (name, address) in new[]
                 {
                     ("job", $"products/bulk-push/{jobId}"),
                     ("products", "products"),
                     ("product", product!.TrimStart('/')),
                     ("start", "products/bulk-push"),
                     ("history", "products/history"),
                 })
            await TakeAsync(page, address, Path.Combine(Wanted!, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), isFullPage: width > 390);
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

    private async Task<Guid> StartPushAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var csv = File.OpenRead(Path.Combine(SourceTree.Root, "BulkPush.Web", "DemoStores", "demo-catalogue.csv"));
        await dashboard.App.Get<ProductCsvImporter>().ImportAsync(csv, "tests", progress: null, cancellationToken);
        foreach (var (shop, name, control) in Shops)
        {
            var store = await dashboard.AddStoreAsync(shop, name, control, cancellationToken);
            await dashboard.App.Get<StoreService>().CheckAsync(store, "tests", cancellationToken);
            await dashboard.App.Get<ProductChannelService>().SetActiveAsync(store, productIds: null, isActive: true, "tests", cancellationToken);
        }

        var jobs = dashboard.App.Get<BulkPushJobService>();
        var started = Assert.IsType<StartResult.Started>(await jobs.StartAsync(PushScope.Everything, RunningApp.AdminEmail, idempotencyKey: null, cancellationToken));
        var queries = dashboard.App.Get<BulkPushJobQueries>();
        await Eventually.IsTrueAsync(async () => (await queries.FindAsync(started.JobId, cancellationToken))!.Processed > 150, "150 products are pushed");
        return started.JobId;
    }
}
