using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Connecting a store by client id and secret, from the form to the card that says so.</summary>
public sealed class StoreConnectionTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_is_added_by_client_id_and_secret_and_a_wrong_secret_is_told_and_mended()
    {
        await dashboard.ControlAsync(Dashboard.LampHouse, new { clientId = "bulkpush", clientSecret = "shpss_right" }, Ct);
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("stores/new");

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Lamp House");
        await page.GetByLabel("Store address").FillAsync("lamp-house.myshopify.com");
        await page.GetByLabel("Admin address on this machine").FillAsync(new Uri(dashboard.App.Address, $"demo-stores/{Dashboard.LampHouse}").ToString());
        await page.GetByLabel("Client id", new() { Exact = true }).FillAsync("bulkpush");
        await page.GetByLabel("Client secret").FillAsync("shpss_wrong");
        await page.GetByTestId("save-store").ClickAsync();
        var card = page.GetByTestId("store-card");
        await Expect(card.GetByTestId("store-check")).ToContainTextAsync("Shopify does not accept the client id and secret");
        await Expect(card.GetByTestId("store-check")).ToContainTextAsync("none granted yet");

        await card.GetByTestId("edit-store").ClickAsync();
        await Expect(page.GetByLabel("Client id", new() { Exact = true })).ToHaveValueAsync("bulkpush");
        await Expect(page.GetByLabel("Client secret")).ToHaveValueAsync("");
        await page.GetByLabel("Client secret").FillAsync("shpss_right");
        await page.GetByTestId("save-store").ClickAsync();

        await Expect(card.GetByTestId("store-state")).ToContainTextAsync("Ready");
        await Expect(card.GetByTestId("store-check")).ToContainTextAsync("valid until");
        Assert.DoesNotContain("shpss", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_into_a_store_is_chosen_with_the_keyboard()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("stores/new");

        await page.GetByRole(AriaRole.Radio, new() { Name = "Client id and secret" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");

        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Access token" })).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Admin API access token")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Client secret")).ToHaveCountAsync(0);
        Assert.Empty(await visit.ObstaclesAsync("/stores/new"));
    }
}
