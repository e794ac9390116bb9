using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Two operators want to push to the same store: the second sees the first one's push, watches it, queues behind it or goes first.</summary>
public sealed class TwoOperatorsTests(Dashboard dashboard) : IClassFixture<Dashboard>, IAsyncLifetime
{
    // Never done by itself within a test: about 1 product a second.
    private static readonly object StandingShop = new { maximumAvailable = 100, restoreRate = 10, latencyMs = 20 };

    private readonly string _kim = $"kim-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}@example.com";
    private string _shop = "";
    private Guid _store;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = $"shared-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}";
        _store = await dashboard.AddStoreAsync(_shop, $"Shared {_shop[^4..]}", StandingShop, Ct);
        await dashboard.AddProductsAsync(60, [_store], Ct);
        await dashboard.AddOperatorAsync(_kim, Permissions.ProductsView, Permissions.ProductsPush);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_second_one_sees_the_push_of_the_first_watches_it_and_queues_behind_it()
    {
        await using var first = await dashboard.SignInAsync();
        await using var second = await dashboard.SignInAsync(_kim, ColorScheme.Dark, width: 390);
        await first.Page.GotoAsync("products/bulk-push");
        await OnlyThisStoreAsync(first.Page);
        await first.Page.GetByTestId("start").ClickAsync();
        await Expect(first.Page.GetByTestId("job-state")).ToContainTextAsync("Running");

        var page = second.Page;
        await page.GotoAsync("products/bulk-push");
        await Expect(Card(page)).ToContainTextAsync($"A push by {RunningApp.AdminEmail} is there");
        await Expect(Card(page).GetByRole(AriaRole.Checkbox)).Not.ToBeCheckedAsync();
        await Expect(page.GetByTestId("busy-left-out")).ToContainTextAsync("busy and");
        await Card(page).GetByTestId("running-push").ClickAsync();
        await page.WaitForURLAsync(first.Page.Url);
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Running");

        await page.GotoAsync("products/bulk-push");
        await OnlyThisStoreAsync(page);
        await page.GetByTestId("start").ClickAsync();
        await Expect(page.GetByTestId("busy-store")).ToContainTextAsync($"A push by {RunningApp.AdminEmail} is there");
        Assert.Empty(await second.ObstaclesAsync("the question what to do in a busy store"));
        await page.GetByTestId("busy-queue").ClickAsync();

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Waiting");
        await Expect(page.GetByTestId("store-waits-for")).ToContainTextAsync($"Waits for the push by {RunningApp.AdminEmail}");
        await Expect(page.GetByTestId("store-activity")).ToHaveTextAsync("Next in line");
        Assert.Empty(await second.ObstaclesAsync("a push that waits"));
        await Expect(first.Page.GetByTestId("store-waited-for")).ToContainTextAsync($"a push by {_kim}");
        var total = await TotalAsync(page);
        await HurryAsync();

        foreach (var visitor in new[] { first.Page, page })
        {
            await Expect(visitor.GetByTestId("job-state")).ToContainTextAsync("Completed");
            await Expect(visitor.GetByTestId("job-processed")).ToHaveTextAsync($"{total}");
        }

        Assert.Equal(total, await dashboard.CountInShopAsync(_shop, Ct));
    }

    [Fact]
    public async Task A_small_push_goes_first_and_the_large_one_says_for_whom_it_waits_and_goes_on()
    {
        var large = Assert.IsType<StartResult.Started>(await Pushes.StartAsync(new PushScope { StoreIds = [_store] }, "sam", null, Ct)).JobId;
        await using var visit = await dashboard.SignInAsync(_kim);
        await using var watcher = await dashboard.SignInAsync();
        await watcher.Page.GotoAsync($"products/bulk-push/{large}");
        await Expect(watcher.Page.GetByTestId("job-created")).Not.ToHaveTextAsync("0");
        var total = await TotalAsync(watcher.Page);
        await dashboard.AddProductsAsync(total + 1, [_store], Ct);
        var late = (await dashboard.App.Get<Core.Catalog.ProductQueries>().ListAsync(new() { Search = $"lamp {total + 1:000}" }, Ct)).Items.Single().Id;

        // Slow answers: what goes first takes long enough to be met.
        await dashboard.ControlAsync(_shop, new { latencyMs = 3000 }, Ct);
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push?products={late}");
        await OnlyThisStoreAsync(page);
        await page.GetByTestId("start").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("busy-ahead").ClickAsync();
        await Expect(watcher.Page.GetByTestId("store-waits-for")).ToContainTextAsync($"A smaller push goes first: the push by {_kim}");
        await Expect(watcher.Page.GetByTestId("job-state")).ToContainTextAsync("Waiting in line");
        await HurryAsync();

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-created")).ToHaveTextAsync("1");
        await Expect(watcher.Page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(watcher.Page.GetByTestId("job-processed")).ToHaveTextAsync($"{total}");
        Assert.Equal(total + 1, await dashboard.CountInShopAsync(_shop, Ct));
    }

    [Fact]
    public async Task A_paused_push_whose_store_was_taken_is_queued_behind_the_other_one_from_its_page()
    {
        var mine = Assert.IsType<StartResult.Started>(await Pushes.StartAsync(new PushScope { StoreIds = [_store] }, "kim", null, Ct)).JobId;
        await dashboard.App.Get<PushPauses>().PauseAsync(mine, null, "kim", Ct);
        await Eventually.IsTrueAsync(async () => (await dashboard.App.Get<BulkPushJobQueries>().FindAsync(mine, Ct))!.Status == BulkPushJobStatus.Paused, "the push is paused");
        Assert.IsType<StartResult.Started>(await Pushes.StartAsync(new PushScope { StoreIds = [_store] }, "sam", null, Ct));
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{mine}");

        await page.GetByTestId("resume-push").ClickAsync();
        await Expect(page.GetByTestId("busy-store")).ToContainTextAsync("A push by sam is there");
        await page.GetByTestId("busy-queue").ClickAsync();

        await Expect(page.GetByTestId("store-waits-for")).ToContainTextAsync("the push by sam");
        await page.GotoAsync("products/history?status=pending");
        await HurryAsync();
        await page.GotoAsync($"products/bulk-push/{mine}");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
    }

    private BulkPushJobService Pushes => dashboard.App.Get<BulkPushJobService>();

    private ILocator Card(IPage page) => page.Locator($"[data-testid=preview-store][data-store='{_store}']");

    private Task HurryAsync() => dashboard.ControlAsync(_shop, new { maximumAvailable = 100_000, restoreRate = 100_000, available = 100_000, latencyMs = 0 }, Ct);

    private static async Task<int> TotalAsync(IPage page) => int.Parse(await page.GetByTestId("job-total").InnerTextAsync(), CultureInfo.InvariantCulture);

    private async Task OnlyThisStoreAsync(IPage page)
    {
        await Expect(Card(page)).ToBeVisibleAsync();
        foreach (var card in await page.GetByTestId("preview-store").AllAsync())
        {
            var box = card.GetByRole(AriaRole.Checkbox);
            if (await box.IsEnabledAsync())
                await box.SetCheckedAsync(await card.GetAttributeAsync("data-store") == _store.ToString());
        }

        await Expect(page.GetByTestId("plan")).ToContainTextAsync("to 1 store");
    }
}
