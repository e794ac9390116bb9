using System.Text.RegularExpressions;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Pages do not depend on the node that served them: two web processes behind one address, and one of them dies.</summary>
public sealed partial class OtherNodeTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static readonly object SlowShop = new { maximumAvailable = 200, restoreRate = 10 };
    private static readonly object QuickShop = new { maximumAvailable = 20_000, restoreRate = 1_000, available = 20_000 };

    [Fact]
    public async Task A_page_whose_node_died_comes_back_at_another_node_with_the_same_push_and_the_same_operator()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", SlowShop, cancellationToken);
        await dashboard.AddProductsAsync(90, [store], cancellationToken);
        await using var first = await dashboard.StartNodeAsync();
        await using var second = await dashboard.StartNodeAsync();
        await using var relay = TcpRelay.Before(first.Address);
        await using var visit = await dashboard.SignInAsync(address: relay.Address);
        var page = visit.Page;
        await page.GotoAsync("products/bulk-push");
        await page.GetByTestId("start").ClickAsync();
        await page.WaitForURLAsync(JobAddress());
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Running");
        var address = page.Url;

        relay.LeadTo(second.Address);
        await first.KillAsync();
        await dashboard.ControlAsync(Dashboard.LampHouse, QuickShop, cancellationToken);

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-created")).ToHaveTextAsync("90");
        Assert.Equal(address, page.Url);
        visit.ForgetErrors();

        await page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        await Expect(page.GetByTestId("user-name")).ToHaveTextAsync(RunningApp.AdminEmail);
    }

    [GeneratedRegex("/products/bulk-push/[0-9a-f-]{36}$")]
    private static partial Regex JobAddress();
}
