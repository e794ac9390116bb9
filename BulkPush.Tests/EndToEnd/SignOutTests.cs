using System.Text.RegularExpressions;
using BulkPush.Core.Jobs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Signing out in one tab, with others open.</summary>
public sealed partial class SignOutTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_others_at_once_for_whoever_acts_and_soon_for_whoever_looks()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", new { kind = "plus" }, cancellationToken);
        await dashboard.AddProductsAsync(5, [store], cancellationToken);
        await using var visit = await dashboard.SignInAsync();
        await using var otherBrowser = await dashboard.SignInAsync();
        var (acting, looking) = (await visit.OpenTabAsync(), await visit.OpenTabAsync());
        await acting.GotoAsync("products/bulk-push");
        await Expect(acting.GetByTestId("plan")).ToHaveTextAsync("5 products will be sent to 1 store.");
        await looking.GotoAsync("products/history");
        await Expect(looking.GetByText("No push yet")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        await visit.Page.GetByTestId("sign-out").ClickAsync();
        await visit.Page.WaitForURLAsync(SignInAddress());
        await acting.GetByTestId("start").ClickAsync();

        await acting.WaitForURLAsync(SignInAddress());
        Assert.Empty((await dashboard.App.Get<BulkPushJobQueries>().ListAsync(null, 0, 1, cancellationToken)).Items);
        await looking.WaitForURLAsync(SignInAddress());
        await otherBrowser.Page.GetByTestId("bulk-push").ClickAsync();
        await otherBrowser.Page.GetByTestId("start").ClickAsync();
        await Expect(otherBrowser.Page.GetByTestId("job-panel")).ToBeVisibleAsync();
    }

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignInAddress();
}
