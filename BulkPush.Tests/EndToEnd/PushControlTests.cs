using System.Globalization;
using System.Text.RegularExpressions;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>What keeps a push in hand: cancelling, refusing a second one, and permissions.</summary>
public sealed partial class PushControlTests(Dashboard dashboard) : IClassFixture<Dashboard>, IAsyncLifetime
{
    // Never done by itself within a test: about 1 product a second.
    private static readonly object StandingShop = new { maximumAvailable = 100, restoreRate = 10, latencyMs = 20 };

    private Guid _store;

    public async ValueTask InitializeAsync()
    {
        var shop = $"standing-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}";
        _store = await dashboard.AddStoreAsync(shop, $"Standing {shop[^4..]}", StandingShop, TestContext.Current.CancellationToken);
        await dashboard.AddProductsAsync(60, [_store], TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_running_push_is_cancelled_after_a_question_and_does_not_look_complete()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{await StartAsync()}");

        await page.GetByTestId("cancel-push").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Let it run" }).ClickAsync();
        await Expect(page.GetByTestId("cancel-push")).ToBeEnabledAsync();
        await page.GetByTestId("cancel-push").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the push" }).ClickAsync();

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("Push cancelled after");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Cancelled");
        await Expect(page.GetByTestId("job-percent")).Not.ToHaveTextAsync("100 %");
        await Expect(page.GetByTestId("cancel-push")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_push_is_paused_frees_its_store_and_goes_on_when_it_is_resumed()
    {
        await using var visit = await dashboard.SignInAsync(scheme: ColorScheme.Dark);
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{await StartAsync()}");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Running");

        await page.GetByTestId("pause-push").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Paused");
        await Expect(page.GetByTestId("store-paused")).ToContainTextAsync($"Paused by {Support.RunningApp.AdminEmail}");
        Assert.Empty(await visit.ObstaclesAsync("a paused push"));
        await page.ReloadAsync();
        await dashboard.ControlAsync(await ShopAsync(), new { maximumAvailable = 100_000, restoreRate = 100_000, available = 100_000 }, TestContext.Current.CancellationToken);
        await page.GetByTestId("resume-push").ClickAsync();
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-total")).ToHaveTextAsync("60");
        await Expect(page.GetByTestId("job-processed")).ToHaveTextAsync("60");
    }

    [Fact]
    public async Task One_store_is_cancelled_and_the_others_go_on()
    {
        var shop = $"onward-{_store:n}";
        var other = await dashboard.AddStoreAsync(shop, $"Onward {shop[^4..]}", StandingShop, TestContext.Current.CancellationToken);
        await dashboard.AddProductsAsync(60, [other], TestContext.Current.CancellationToken);
        var jobId = await StartAsync(_store, other);
        await using var visit = await dashboard.SignInAsync(width: 390);
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{jobId}");
        var card = page.Locator($"[data-testid=store-card][data-store='{_store}']");
        await Expect(card.GetByTestId("cancel-store")).ToBeVisibleAsync();
        Assert.Empty(await visit.ObstaclesAsync("a running push of two stores"));

        await card.GetByTestId("cancel-store").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this store" }).ClickAsync();

        await Expect(card.GetByTestId("store-state")).ToContainTextAsync("Cancelled");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Running");
        await dashboard.ControlAsync(shop, new { maximumAvailable = 100_000, restoreRate = 100_000, available = 100_000 }, TestContext.Current.CancellationToken);
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.Locator($"[data-testid=store-card][data-store='{other}']").GetByTestId("store-processed")).ToHaveTextAsync("60 of 60");
        await Expect(card.GetByTestId("store-state")).ToContainTextAsync("Cancelled");
    }

    [Fact]
    public async Task A_product_that_is_refused_is_listed_with_the_reason_and_stops_nothing_else()
    {
        var shop = $"picky-{_store:n}";
        var store = await dashboard.AddStoreAsync(shop, $"Picky {shop[^4..]}", new { kind = "plus" }, TestContext.Current.CancellationToken);
        await dashboard.AddProductsAsync(60, [store], TestContext.Current.CancellationToken);
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        var refused = long.Parse((await page.GetByTestId("product-link").First.GetAttributeAsync("href"))!.Split('/')[^1], CultureInfo.InvariantCulture);
        await dashboard.RefuseAsync(refused, TestContext.Current.CancellationToken);

        await page.GotoAsync($"products/bulk-push/{await StartAsync(store)}");

        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed with errors");
        await Expect(page.GetByTestId("job-failed")).ToHaveTextAsync("1");
        await Expect(page.GetByTestId("error-row")).ToContainTextAsync("can only be created or updated by the app owner");
        await page.GetByTestId("all-errors").ClickAsync();
        await Expect(page.GetByTestId("item-link")).ToHaveCountAsync(1);
        await page.GetByTestId("error-row").GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync($"**/products/{refused}");
        await Expect(page.GetByTestId("channel-error")).ToContainTextAsync("can only be created or updated by the app owner");
        await MendAsync(refused);
    }

    [Fact]
    public async Task What_failed_is_retried_in_a_push_of_its_own_that_both_pages_name()
    {
        var shop = $"mended-{_store:n}";
        var store = await dashboard.AddStoreAsync(shop, $"Mended {shop[^4..]}", new { kind = "plus" }, TestContext.Current.CancellationToken);
        await dashboard.AddProductsAsync(20, [store], TestContext.Current.CancellationToken);
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        var refused = long.Parse((await page.GetByTestId("product-link").Nth(1).GetAttributeAsync("href"))!.Split('/')[^1], CultureInfo.InvariantCulture);
        await dashboard.RefuseAsync(refused, TestContext.Current.CancellationToken);
        var jobId = await StartAsync(store);
        await page.GotoAsync($"products/bulk-push/{jobId}?outcome=failed");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed with errors");
        await Expect(page.GetByTestId("retry-rows")).ToBeVisibleAsync();

        var failed = int.Parse(await page.GetByTestId("job-failed").InnerTextAsync(), CultureInfo.InvariantCulture);
        Assert.Empty(await visit.ObstaclesAsync("a push with something to retry"));
        await MendAsync(refused);

        await page.GetByTestId("retry-failed").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("retry-of")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await Expect(page.GetByTestId("job-total")).ToHaveTextAsync($"{failed}");
        await Expect(page.GetByTestId("job-created")).ToHaveTextAsync("1");
        await page.GetByTestId("retry-of").GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync($"**/products/bulk-push/{jobId}");
        await Expect(page.GetByTestId("retried-in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_store_with_a_running_push_is_shown_with_a_link_and_is_not_chosen_by_itself()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        var jobId = await StartAsync();
        await page.GotoAsync("products/bulk-push");

        var card = page.Locator($"[data-testid=preview-store][data-store='{_store}']");
        await Expect(card.GetByRole(AriaRole.Checkbox)).Not.ToBeCheckedAsync();
        await card.GetByTestId("running-push").ClickAsync();

        await page.WaitForURLAsync($"**/products/bulk-push/{jobId}");
        await dashboard.App.Get<BulkPushJobService>().CancelAsync(jobId, "tests", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_push_that_began_meanwhile_is_named_when_another_is_started()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products/bulk-push");
        await OnlyThisStoreAsync(page);
        var jobId = await StartAsync();

        await page.GetByTestId("start").ClickAsync();

        await Expect(page.GetByTestId("busy-store")).ToContainTextAsync("A push by tests is there");
        await Expect(page.GetByTestId("busy-watch")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("start-problem")).ToContainTextAsync("already has a push that is not finished");
        await page.GetByTestId("start").ClickAsync();
        await page.GetByTestId("busy-watch").ClickAsync();
        await page.WaitForURLAsync($"**/products/bulk-push/{jobId}");
        await dashboard.App.Get<BulkPushJobService>().CancelAsync(jobId, "tests", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_double_click_starts_one_push()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products/bulk-push");
        await OnlyThisStoreAsync(page);

        await page.GetByTestId("start").DblClickAsync();

        await page.WaitForURLAsync(JobAddress());
        var jobs = await dashboard.App.Get<BulkPushJobQueries>().ListAsync(null, 0, 100, TestContext.Current.CancellationToken);
        var name = await StoreNameAsync();
        var job = Assert.Single(jobs.Items, job => job.StoreNames.Contains(name));
        await dashboard.App.Get<BulkPushJobService>().CancelAsync(job.Id, "tests", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_no_buttons_and_is_refused()
    {
        var email = $"viewer-{_store:n}@example.com";
        await dashboard.AddOperatorAsync(email, Permissions.ProductsView);
        var jobId = await StartAsync();
        await using var visit = await dashboard.SignInAsync(email);
        var page = visit.Page;

        await Expect(page.GetByTestId("product-grid")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("inventory-mapping")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("bulk-push")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("import")).ToHaveCountAsync(0);
        await page.GotoAsync("products/bulk-push");
        await Expect(page.GetByTestId("may-not-push")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("start")).ToHaveCountAsync(0);
        await page.GotoAsync($"products/bulk-push/{jobId}");
        await Expect(page.GetByTestId("job-panel")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("cancel-push")).ToHaveCountAsync(0);

        var refused = await visit.Context.APIRequest.PostAsync("api/products/bulk-push", new() { DataObject = new { } });
        Assert.Equal(403, refused.Status);
        await dashboard.App.Get<BulkPushJobService>().CancelAsync(jobId, "tests", TestContext.Current.CancellationToken);
    }

    /// <summary>Takes back what <see cref="Dashboard.RefuseAsync"/> did: the tests of this class share the catalogue.</summary>
    private Task MendAsync(long productId) => dashboard.EditAsync(
        productId, content => content with { Metafields = [.. content.Metafields.Where(field => field.Namespace != "shopify")] }, TestContext.Current.CancellationToken);

    private Task<Guid> StartAsync() => StartAsync([_store]);

    private async Task<Guid> StartAsync(params Guid[] stores)
    {
        var result = await dashboard.App.Get<BulkPushJobService>()
            .StartAsync(new PushScope { StoreIds = stores }, "tests", idempotencyKey: null, TestContext.Current.CancellationToken);
        return Assert.IsType<StartResult.Started>(result).JobId;
    }

    private async Task<string> ShopAsync() =>
        (await dashboard.App.Get<Core.Stores.StoreService>().FindAsync(_store, TestContext.Current.CancellationToken))!.Domain.Split('.')[0];

    private async Task<string> StoreNameAsync() =>
        (await dashboard.App.Get<Core.Stores.StoreService>().FindAsync(_store, TestContext.Current.CancellationToken))!.Name;

    private async Task OnlyThisStoreAsync(IPage page)
    {
        var cards = page.GetByTestId("preview-store");
        await Expect(cards.First).ToBeVisibleAsync();
        foreach (var card in await cards.AllAsync())
        {
            var box = card.GetByRole(AriaRole.Checkbox);
            if (await card.GetAttributeAsync("data-store") != _store.ToString() && await box.IsEnabledAsync())
                await box.SetCheckedAsync(false);
        }

        await Expect(page.GetByTestId("plan")).ToContainTextAsync("to 1 store");
    }

    [GeneratedRegex("/products/bulk-push/[0-9a-f-]{36}$")]
    private static partial Regex JobAddress();
}
