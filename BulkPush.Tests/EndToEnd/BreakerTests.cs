using BulkPush.Core.Jobs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>A store fails during a push: what the operator sees, does and need not do.</summary>
public sealed class BreakerTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private const int Count = 60;

    // Never done by itself within a test: about 1 product a second.
    private static readonly object Standing = new { maximumAvailable = 100, restoreRate = 10, latencyMs = 20 };

    private static readonly object Fast = new { maximumAvailable = 100_000, restoreRate = 100_000, available = 100_000 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_freezes_is_paused_alone_and_goes_on_by_itself_when_it_thaws()
    {
        var frozen = await dashboard.AddStoreAsync("frost-works", "Frost Works", Standing, Ct);
        var sound = await dashboard.AddStoreAsync("sunny-side", "Sunny Side", Standing, Ct);
        await dashboard.AddProductsAsync(Count, [frozen, sound], Ct);
        await using var visit = await dashboard.SignInAsync(width: 390);
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{await StartAsync(frozen, sound)}");
        var (cold, warm) = (Card(page, frozen), Card(page, sound));
        await Expect(cold.GetByTestId("store-state")).ToContainTextAsync("Running");

        await dashboard.ControlAsync("frost-works", new { faults = new { shopFrozen = new { probability = 1.0 } } }, Ct);

        await Expect(cold.GetByTestId("store-state")).ToContainTextAsync("Paused by a fault");
        await Expect(cold.GetByTestId("store-halt-reason")).ToContainTextAsync("The store is frozen because its Shopify bill is not paid");
        await Expect(cold.GetByTestId("store-halt-next")).ToContainTextAsync("goes on by itself when products are taken again");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Running, a store is paused");
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("The push to Frost Works is paused by a fault");
        Assert.Empty(await visit.ObstaclesAsync("a push that the breaker has paused in one store"));
        await dashboard.ControlAsync("sunny-side", Fast, Ct);
        await Expect(warm.GetByTestId("store-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Paused by a fault");

        await dashboard.ControlAsync("frost-works", Fast, Ct);
        await dashboard.ControlAsync("frost-works", new { faults = new { shopFrozen = new { probability = 0.0 } } }, Ct);

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(cold.GetByTestId("store-processed")).ToHaveTextAsync($"{Count} of {Count}");
        await Expect(page.GetByTestId("store-halt")).ToHaveCountAsync(0);
        Assert.Equal((Count, Count), (await dashboard.CountInShopAsync("frost-works", Ct), await dashboard.CountInShopAsync("sunny-side", Ct)));
    }

    [Fact]
    public async Task A_revoked_token_waits_for_the_operator_who_enters_a_new_one_and_resumes()
    {
        var store = await dashboard.AddStoreAsync("key-corner", "Key Corner", Standing, Ct);
        await dashboard.AddProductsAsync(Count, [store], Ct);
        await using var visit = await dashboard.SignInAsync(scheme: ColorScheme.Dark);
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{await StartAsync(store)}");
        await Expect(page.GetByTestId("store-state")).ToContainTextAsync("Running");
        await dashboard.ControlAsync("key-corner", new { accessToken = "shpat_renewed", maximumAvailable = 100_000, restoreRate = 100_000, available = 100_000 }, Ct);
        await Expect(page.GetByTestId("store-state")).ToContainTextAsync("Paused, needs you");
        await Expect(page.GetByTestId("store-halt-next")).ToContainTextAsync("It waits for you");
        await page.GotoAsync("products/history");
        await Expect(page.GetByTestId("history-halt").First).ToHaveTextAsync("in Key Corner");
        await page.GetByTestId("history-link").First.ClickAsync();

        await page.GetByTestId("store-halt-settings").ClickAsync();
        await page.GetByLabel("Admin API access token").FillAsync("shpat_renewed");
        await page.GetByTestId("save-store").ClickAsync();
        var halt = page.GetByRole(AriaRole.Article, new() { Name = "Key Corner" }).GetByTestId("store-halt");
        await Expect(halt).ToContainTextAsync("A push is paused");

        // Without the notices of the check, which fade in and out.
        await page.ReloadAsync();
        await Expect(halt).ToContainTextAsync("A push is paused");
        Assert.Empty(await visit.ObstaclesAsync("a store whose push is paused"));
        await halt.GetByTestId("store-halt-resume").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(halt).ToHaveCountAsync(0);

        await page.GotoAsync("products/history");
        await page.GetByTestId("history-link").First.ClickAsync();
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        Assert.Equal(Count, await dashboard.CountInShopAsync("key-corner", Ct));
    }

    private static ILocator Card(IPage page, Guid store) => page.Locator($"[data-testid=store-card][data-store='{store}']");

    private async Task<Guid> StartAsync(params Guid[] stores) => Assert.IsType<StartResult.Started>(
        await dashboard.App.Get<BulkPushJobService>().StartAsync(new PushScope { StoreIds = stores }, "tests", idempotencyKey: null, Ct)).JobId;
}
