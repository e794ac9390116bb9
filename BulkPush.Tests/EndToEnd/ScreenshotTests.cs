using BulkPush.Tests.Notifications;
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
    /// <summary>In CSS pixels: below it there are only more rows of the same.</summary>
    private const int MostHeight = 2400;

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("BULKPUSH_SCREENSHOTS");

    private static readonly (int Width, ColorScheme Scheme)[] Variants =
        [(1440, ColorScheme.Light), (1440, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark)];

    [Fact]
    public async Task Pictures_are_taken()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Wanted), "Set BULKPUSH_SCREENSHOTS to readme, or to a directory for pictures of every page.");
        await using var receiver = await WebhookReceiver.StartAsync();
        var scene = new PictureScene(dashboard, receiver);
        if (Wanted == "readme")
        {
            var (job, _) = await scene.StartPushAsync();
            await using var visit = await dashboard.SignInAsync(width: 1440, height: 1000);
            await OpenAsync(visit.Page, $"products/bulk-push/{job}");
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(SourceTree.Root, "docs", "images", "job.png"), Animations = ScreenshotAnimations.Disabled });
            return;
        }

        Directory.CreateDirectory(Wanted!);
        foreach (var variant in Variants)
            await TakeEmptyAsync(variant);
        var pages = await SetAsync(scene);
        foreach (var variant in Variants)
            await TakeAllAsync(variant, pages, (await scene.ProductIdsAsync())[0]);
    }

    private static async Task<IReadOnlyList<(string Name, string Address)>> SetAsync(PictureScene scene)
    {
        var target = await scene.AddTargetsAsync();
        var (job, stores) = await scene.StartPushAsync();
        var (inFiles, waiting) = await scene.StartFilesAsync();
        var schedule = await scene.MakeSchedulesAsync(stores);
        var halted = await scene.StartHaltedAsync();
        await scene.ChangeTargetsAsync();
        var paused = await scene.StartPausedAsync();
        var givingWay = await scene.StartGivingWayAsync();
        return
        [
            ("giving-way", $"products/bulk-push/{givingWay}"),
            ("job", $"products/bulk-push/{job}"),
            ("files", $"products/bulk-push/{inFiles}"),
            ("waiting", $"products/bulk-push/{waiting}"),
            ("halted", $"products/bulk-push/{halted}"),
            ("paused", $"products/bulk-push/{paused}"),
            ("start", "products/bulk-push"),
            ("history", "products/history"),
            ("schedules", "schedules"),
            ("schedule-new", "schedules/new"),
            ("schedule", $"schedules/{schedule}"),
            ("stores", "stores"),
            ("store", $"stores/{stores[0]}"),
            ("store-new", "stores/new"),
            ("inventory", "inventory-mapping"),
            ("notifications", "notifications"),
            ("notifications-none", "notifications?status=delivered&page=9"),
            ("target", $"notifications/targets/{target}"),
            ("target-new", "notifications/targets/new"),
            ("password", "account/password"),
            ("missing", "products/bulk-push/00000000-0000-0000-0000-000000000001"),
        ];
    }

    private async Task TakeEmptyAsync((int Width, ColorScheme Scheme) variant)
    {
        await using var visit = await dashboard.SignInAsync(scheme: variant.Scheme, width: variant.Width);
        foreach (var page in new[] { "products", "products/bulk-push", "products/history", "schedules", "stores", "notifications" })
        {
            await OpenAsync(visit.Page, page);
            await TakeAsync(visit.Page, $"empty-{page.Split('/')[^1]}", variant);
        }

        await visit.Context.ClearCookiesAsync();
        await OpenAsync(visit.Page, "account/sign-in");
        await TakeAsync(visit.Page, "sign-in", variant);
    }

    private async Task TakeAllAsync((int Width, ColorScheme Scheme) variant, IReadOnlyList<(string Name, string Address)> pages, long one)
    {
        await using var visit = await dashboard.SignInAsync(scheme: variant.Scheme, width: variant.Width);
        var page = visit.Page;
        var product = await page.GetByTestId("product-link").Nth(1).GetAttributeAsync("href");
        foreach (var (name, address) in pages.Append(("products", "products")).Append(("product", product!.TrimStart('/'))))
        {
            await OpenAsync(page, address);
            await TakeAsync(page, name, variant);
        }

        await TakeFormsAsync(page, variant);
        await TakeDialogsAsync(page, variant, one);
    }

    /// <summary>Forms that were refused, and a secret that is shown once.</summary>
    private static async Task TakeFormsAsync(IPage page, (int Width, ColorScheme Scheme) variant)
    {
        await OpenAsync(page, "schedules/new");
        await page.GetByTestId("kind-custom").ClickAsync();
        await page.GetByTestId("schedule-cron").FillAsync("61 25 * *  *");
        await page.GetByTestId("some-stores").ClickAsync();
        await page.GetByTestId("save-schedule").ClickAsync();
        await Expect(page.GetByTestId("schedule-problem")).ToBeVisibleAsync();
        await TakeAsync(page, "schedule-refused", variant);
        await OpenAsync(page, "notifications/targets/new");
        await page.GetByTestId("kind-webhook").ClickAsync();
        await page.GetByTestId("target-url").FillAsync("http://10.0.0.1/");
        await page.GetByTestId("save-target").ClickAsync();
        await Expect(page.GetByTestId("load-failed")).ToBeVisibleAsync();
        await TakeAsync(page, "target-refused", variant);
        await page.GetByTestId("target-name").FillAsync($"Shown once {variant.Width} {variant.Scheme}");
        await page.GetByTestId("target-url").FillAsync("https://hooks.example.com/bulkpush");
        await page.GetByTestId("save-target").ClickAsync();
        await Expect(page.GetByTestId("new-secret")).ToBeVisibleAsync();
        await TakeAsync(page, "secret", variant);
    }

    private static async Task TakeDialogsAsync(IPage page, (int Width, ColorScheme Scheme) variant, long one)
    {
        await OpenAsync(page, "products/bulk-push");
        await ChooseAsync(page, "Harbour Goods", "Paper Mill");
        await AskAsync("start", "busy-store", "busy-too-large");
        await OpenAsync(page, $"products/bulk-push?products={one}");
        await ChooseAsync(page, "Harbour Goods");
        await AskAsync("start", "busy-store", "busy");
        await OpenAsync(page, "schedules");
        await AskAsync("remove-schedule", "answer-no", "schedule-remove");
        await OpenAsync(page, "notifications");
        await AskAsync("remove-target", "answer-no", "target-remove");
        await OpenAsync(page, "products");
        await AskAsync("import", "import-choose", "import");
        await AskAsync("switch-channels", "switch-apply", "switch");

        async Task AskAsync(string button, string shown, string name)
        {
            await page.GetByTestId(button).First.ClickAsync();
            await Expect(page.GetByTestId(shown).First).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = PathOf(name, variant), Animations = ScreenshotAnimations.Disabled });
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }
    }

    private static async Task ChooseAsync(IPage page, params string[] stores)
    {
        foreach (var store in stores)
            await page.GetByTestId("preview-store").Filter(new() { HasText = store }).GetByRole(AriaRole.Checkbox).CheckAsync();
    }

    private static async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (address.Contains("bulk-push/", StringComparison.Ordinal))
            await Expect(page.GetByTestId("job-panel").Or(page.GetByTestId("job-missing"))).ToBeVisibleAsync();
    }

    private static async Task TakeAsync(IPage page, string name, (int Width, ColorScheme Scheme) variant)
    {
        // The bar above the page is fixed: further down it would lie across the picture.
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        var height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await page.ScreenshotAsync(new()
        {
            Path = PathOf(name, variant),
            FullPage = true,
            Clip = new() { X = 0, Y = 0, Width = variant.Width, Height = Math.Min(height, MostHeight) },
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    private static string PathOf(string name, (int Width, ColorScheme Scheme) variant) =>
        Path.Combine(Wanted!, $"{name}-{variant.Width}-{variant.Scheme.ToString().ToLowerInvariant()}.png");
}
