using BulkPush.Core.Jobs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>An operator without a mouse: everything is reached with Tab, and whoever closes a dialog stands where they opened it.</summary>
public sealed class KeyboardTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    /// <summary>More than any page of these tests has to stop at.</summary>
    private const int MostStops = 80;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_made_paused_and_removed()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("schedules");
        await PressAsync(page, page.GetByTestId("new-schedule"));
        await TypeAsync(page, page.GetByTestId("schedule-name"), "By hand");
        await GoAsync(page, page.GetByRole(AriaRole.Radio, new() { Name = "Every day" }));
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Monday to Friday" })).ToBeCheckedAsync();
        await GoAsync(page, page.GetByTestId("schedule-zone"));
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync("Tokyo");
        await Expect(page.GetByText("Asia/Tokyo")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("schedule-zone")).ToHaveValueAsync("Asia/Tokyo");
        await PressAsync(page, page.GetByTestId("save-schedule"));

        var card = page.GetByTestId("schedule-card").Filter(new() { HasText = "By hand" });
        await Expect(card.GetByTestId("schedule-when")).ToContainTextAsync("Monday to Friday at 03:00");
        await PressAsync(page, card.GetByTestId("switch-schedule"));
        await Expect(card.GetByTestId("schedule-state")).ToHaveTextAsync("Paused");
        await Expect(card.GetByTestId("switch-schedule")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(card.GetByTestId("schedule-state")).ToHaveTextAsync("Active");

        await PressAsync(page, card.GetByTestId("remove-schedule"));
        await Expect(page.GetByTestId("answer-no")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(card.GetByTestId("remove-schedule")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("answer-no")).ToBeFocusedAsync();
        await PressAsync(page, page.GetByTestId("answer-yes"));
        await Expect(card).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_push_is_queued_behind_another_paused_resumed_and_cancelled()
    {
        // About a product a second: the other push is there as long as this test looks.
        var store = await dashboard.AddStoreAsync("slow-house", "Slow House", new { maximumAvailable = 100, restoreRate = 10, latencyMs = 20 }, Ct);
        await dashboard.AddProductsAsync(200, [store], Ct);
        Assert.IsType<StartResult.Started>(await dashboard.App.Get<BulkPushJobService>().StartAsync(new PushScope { StoreIds = [store] }, "sam", null, Ct));
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products/bulk-push");
        var box = page.Locator($"[data-testid=preview-store][data-store='{store}']").GetByRole(AriaRole.Checkbox);
        await GoAsync(page, box);
        await page.Keyboard.PressAsync("Space");
        await Expect(box).ToBeCheckedAsync();

        await PressAsync(page, page.GetByTestId("start"));
        await Expect(page.GetByTestId("busy-watch")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("start-problem")).ToContainTextAsync("already has a push that is not finished");
        await Expect(page.GetByTestId("start")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("busy-watch")).ToBeFocusedAsync();
        await PressAsync(page, page.GetByTestId("busy-queue"));
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Waiting");

        await PressAsync(page, page.GetByTestId("pause-push"));
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Paused");
        await PressAsync(page, page.GetByTestId("resume-push"));
        await Expect(page.GetByTestId("busy-watch")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("resume-push")).ToBeFocusedAsync();

        await PressAsync(page, page.GetByTestId("cancel-push"));
        await Expect(page.GetByTestId("answer-no")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("cancel-push")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await PressAsync(page, page.GetByTestId("answer-yes"));
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Cancelled");
    }

    private static async Task PressAsync(IPage page, ILocator button)
    {
        await GoAsync(page, button);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TypeAsync(IPage page, ILocator field, string text)
    {
        await GoAsync(page, field);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Presses Tab until the place has the focus.</summary>
    private static async Task GoAsync(IPage page, ILocator place)
    {
        await Expect(place).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await place.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not lead to {place}.");
    }
}
