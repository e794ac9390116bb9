using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>The way of a push through the screens, from Products to the store and back.</summary>
public sealed partial class PushJourneyTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private const int Products = 90;

    // The first few products at once, then about one a second: the bars are seen to move, and not at their end before the test lets them.
    private static readonly object SlowShop = new { displayName = "Lamp House", maximumAvailable = 200, restoreRate = 10 };
    private static readonly object QuickShop = new { maximumAvailable = 20_000, restoreRate = 1_000, available = 20_000 };

    [Fact]
    public async Task An_operator_pushes_watches_the_bars_and_finds_the_products_in_the_store()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", SlowShop, cancellationToken);
        await dashboard.AddProductsAsync(Products, [store], cancellationToken);
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;

        await page.GetByTestId("bulk-push").ClickAsync();
        await Expect(page.GetByTestId("preview-create")).ToHaveTextAsync("90");
        await Expect(page.GetByTestId("plan")).ToHaveTextAsync("90 products will be sent to 1 store.");
        await page.GetByTestId("start").ClickAsync();

        await page.WaitForURLAsync(JobAddress());
        var tab = await visit.OpenTabAsync();
        await tab.GotoAsync(page.Url);
        var first = await BetweenAsync(page);
        await BetweenAsync(tab);
        await page.ReloadAsync();
        await Expect(page.GetByTestId("job-bar")).Not.ToHaveAttributeAsync("aria-valuenow", first);
        await BetweenAsync(page);
        await dashboard.ControlAsync(Dashboard.LampHouse, QuickShop, cancellationToken);

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("Push completed: 90 products in 1 store.");
        await Expect(tab.GetByTestId("job-percent")).ToHaveTextAsync("100 %");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-created")).ToHaveTextAsync("90");
        await Expect(page.GetByTestId("job-failed")).ToHaveTextAsync("0");
        Assert.Equal(Products, await dashboard.CountInShopAsync(Dashboard.LampHouse, cancellationToken));

        await SecondPushCallsNobodyAsync(page);
        await HistoryShowsBothAsync(page);
    }

    private static async Task SecondPushCallsNobodyAsync(IPage page)
    {
        await page.GotoAsync("products/bulk-push");
        await Expect(page.GetByTestId("plan")).ToContainTextAsync("Everything is up to date");
        await page.GetByTestId("start").ClickAsync();
        await page.WaitForURLAsync(JobAddress());
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-unchanged")).ToHaveTextAsync("90");
        await Expect(page.GetByTestId("job-created")).ToHaveTextAsync("0");
        // It may be over before the page first looks, and is announced all the same.
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("Everything was up to date: nothing was sent.");
        await page.Locator(".mud-snackbar").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
    }

    private static async Task HistoryShowsBothAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).First.ClickAsync();
        await Expect(page.GetByTestId("history-status")).ToHaveTextAsync(["Completed", "Completed"]);
        await page.GetByTestId("status-failed").ClickAsync();
        await Expect(page.GetByText("No push here")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await page.GetByTestId("history-link").First.ClickAsync();
        await Expect(page.GetByTestId("job-unchanged")).ToHaveTextAsync("90");
        await Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
    }

    /// <summary>Waits until the bar is seen between its ends, and says where.</summary>
    private static async Task<string> BetweenAsync(IPage page)
    {
        var bar = page.GetByTestId("job-bar");
        await Expect(bar).ToHaveAttributeAsync("aria-valuenow", Inside());
        return await bar.GetAttributeAsync("aria-valuenow") ?? "";
    }

    [GeneratedRegex("^[1-9][0-9]?$")]
    private static partial Regex Inside();

    [GeneratedRegex("/products/bulk-push/[0-9a-f-]{36}$")]
    private static partial Regex JobAddress();
}
