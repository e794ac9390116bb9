using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Schedules as an operator keeps them.</summary>
public sealed class ScheduleTests(Dashboard dashboard) : IClassFixture<Dashboard>, IAsyncLifetime
{
    private static Guid _store;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (_store != Guid.Empty)
            return;
        _store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", new { kind = "plus" }, Ct);
        await dashboard.AddProductsAsync(5, [_store], Ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_schedule_is_made_edited_paused_run_and_removed()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedules" }).ClickAsync();
        await page.GetByTestId("new-schedule").ClickAsync();
        await page.GetByTestId("schedule-name").FillAsync("Every night");
        await page.GetByTestId("schedule-time").FillAsync("02:30");
        await Expect(page.GetByTestId("schedule-zone")).ToHaveValueAsync("Europe/Berlin");
        await Expect(page.GetByTestId("preview-run")).ToHaveCountAsync(5);
        await Expect(page.GetByTestId("preview-run").First).ToContainTextAsync("02:30");
        await Expect(page.GetByTestId("clock-changes")).ToContainTextAsync("the run of 02:30 takes place at 03:00");
        Assert.Empty(await visit.ObstaclesAsync("A new schedule"));
        await page.GetByTestId("save-schedule").ClickAsync();

        var card = page.GetByTestId("schedule-card").Filter(new() { HasText = "Every night" });
        await Expect(card.GetByTestId("schedule-when")).ToContainTextAsync("Every day at 02:30");
        await Expect(card.GetByTestId("schedule-what")).ToHaveTextAsync("The whole catalogue to every store");
        await Expect(card.GetByTestId("schedule-next")).ToContainTextAsync("02:30");
        await Expect(card.GetByTestId("schedule-state")).ToHaveTextAsync("Active");

        await card.GetByTestId("edit-schedule").ClickAsync();
        await page.GetByTestId("kind-weekdays").ClickAsync();
        await page.GetByTestId("some-stores").ClickAsync();
        await page.GetByTestId("schedule-store").First.ClickAsync();
        await page.GetByTestId("save-schedule").ClickAsync();
        await Expect(card.GetByTestId("schedule-when")).ToContainTextAsync("Monday to Friday at 02:30");
        await Expect(card.GetByTestId("schedule-what")).ToHaveTextAsync("The whole catalogue to Lamp House");

        await card.GetByTestId("switch-schedule").ClickAsync();
        await Expect(card.GetByTestId("schedule-state")).ToHaveTextAsync("Paused");
        await Expect(card.GetByTestId("schedule-next")).ToContainTextAsync("None while it is paused");
        await card.GetByTestId("switch-schedule").ClickAsync();
        await Expect(card.GetByTestId("schedule-state")).ToHaveTextAsync("Active");

        await card.GetByTestId("run-schedule").ClickAsync();
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed");
        await page.GetByTestId("of-schedule").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByTestId("schedule-name")).ToHaveValueAsync("Every night");
        await page.GotoAsync("products/history");
        await page.GetByTestId("history-schedule").First.ClickAsync();
        await Expect(card.GetByTestId("schedule-job")).ToContainTextAsync("Completed");
        Assert.Equal(5, await dashboard.CountInShopAsync(Dashboard.LampHouse, Ct));

        await card.GetByTestId("remove-schedule").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the schedule" }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_can_not_be_a_schedule_is_refused_with_a_message()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("schedules/new");
        await page.GetByTestId("kind-custom").ClickAsync();
        await page.GetByTestId("schedule-cron").FillAsync("0 25 * * *");
        await Expect(page.Locator("form")).ToContainTextAsync("The hour '25' is not possible.");
        await Expect(page.GetByTestId("preview-run")).ToHaveCountAsync(0);
        await page.GetByTestId("schedule-cron").FillAsync("* * * * *");
        await Expect(page.Locator("form")).ToContainTextAsync("Some of these runs are only 1 minute apart.");
        await page.GetByTestId("schedule-cron").FillAsync("0 0 31 2 *");
        await Expect(page.Locator("form")).ToContainTextAsync("This never runs");
        Assert.Empty(await visit.ObstaclesAsync("A schedule with mistakes"));

        await page.GetByTestId("save-schedule").ClickAsync();
        await Expect(page.GetByTestId("schedule-problem")).ToContainTextAsync("The schedule was not saved.");
        await Expect(page.Locator("form")).ToContainTextAsync("Give the schedule a name");

        await page.GetByTestId("schedule-cron").FillAsync("0 6 1 * *");
        await page.GetByTestId("schedule-name").FillAsync("On the first");
        await page.GetByTestId("schedule-zone").FillAsync("tokyo");
        await page.GetByText("Asia/Tokyo").ClickAsync();
        await Expect(page.GetByTestId("preview-run").First).ToContainTextAsync("your time");
        await page.GetByTestId("save-schedule").ClickAsync();
        var card = page.GetByTestId("schedule-card").Filter(new() { HasText = "On the first" });
        await Expect(card.GetByTestId("schedule-when")).ToContainTextAsync("0 6 1 * * Asia/Tokyo");
        await Expect(card.GetByTestId("schedule-next")).ToContainTextAsync("your time");
    }

    [Fact]
    public async Task A_push_is_scheduled_from_its_page_with_what_was_chosen_there()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products/bulk-push?products=1-2");
        await page.GetByTestId("force").ClickAsync();
        await page.GetByTestId("schedule-this").ClickAsync();

        await Expect(page.GetByTestId("schedule-products")).ToContainTextAsync("2 chosen products.");
        await page.GetByTestId("schedule-name").FillAsync("Two lamps");
        await page.GetByTestId("save-schedule").ClickAsync();

        await Expect(page.GetByTestId("schedule-card").Filter(new() { HasText = "Two lamps" }).GetByTestId("schedule-what"))
            .ToHaveTextAsync("2 chosen products to every storeeverything is sent again");
    }

    [Fact]
    public async Task Who_may_only_look_sees_schedules_and_no_buttons()
    {
        var edit = new ScheduleEdit { Name = "Looked at", Cron = "0 4 * * *", TimeZone = "UTC", Scope = new PushScope { StoreIds = [_store] } };
        Assert.IsType<ScheduleSaveResult.Saved>(await dashboard.App.Get<ScheduleService>().CreateAsync(edit, "tests", Ct));
        await dashboard.AddOperatorAsync("viewer@example.com", Permissions.ProductsView);
        await using var visit = await dashboard.SignInAsync("viewer@example.com");
        await visit.Page.GotoAsync("schedules");

        await Expect(visit.Page.GetByTestId("schedule-card").Filter(new() { HasText = "Looked at" })).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#content button")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByTestId("new-schedule")).ToHaveCountAsync(0);
        await visit.Page.GotoAsync("schedules/new");
        await Expect(visit.Page.GetByTestId("schedule-name")).ToHaveCountAsync(0);
    }
}
