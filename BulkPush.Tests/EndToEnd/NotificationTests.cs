using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Targets on their page, and the choice of who is told.</summary>
public sealed class NotificationTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_is_paused_resumed_and_removed_and_its_log_stays()
    {
        var name = $"Mail {A.Number()}";
        var saved = Assert.IsType<TargetSaveResult.Saved>(
            await dashboard.App.Get<NotificationTargets>().CreateAsync(NotificationScenario.Email("sam@example.com") with { Name = name }, "tests", Ct));
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync($"notifications?target={saved.Target.Id}");
        var card = page.GetByTestId("target-card").Filter(new() { HasText = name });

        await Expect(page.GetByTestId("no-email")).ToContainTextAsync("Smtp:Host");
        await card.GetByTestId("test-target").ClickAsync();
        await Expect(card.GetByTestId("target-tried")).ToContainTextAsync("E-mail is not set up");
        await card.GetByTestId("pause-target").ClickAsync();
        await Expect(card.GetByTestId("target-paused")).ToBeVisibleAsync();
        await card.GetByTestId("pause-target").ClickAsync();
        await Expect(card.GetByTestId("target-paused")).ToHaveCountAsync(0);
        await card.GetByTestId("remove-target").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the target" }).ClickAsync();

        await Expect(card).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("delivery")).ToContainTextAsync(name);
    }

    [Fact]
    public async Task Whoever_starts_a_push_chooses_who_is_told_and_whoever_may_only_look_sees_no_targets()
    {
        var store = await dashboard.AddStoreAsync("chosen-house", "Chosen House", new { kind = "plus" }, Ct);
        await dashboard.AddProductsAsync(3, [store], Ct);
        var edit = NotificationScenario.Email("sam@example.com") with { IsForEveryPush = false };
        var target = Assert.IsType<TargetSaveResult.Saved>(await dashboard.App.Get<NotificationTargets>().CreateAsync(edit, "tests", Ct)).Target;
        await using (var visit = await dashboard.SignInAsync())
        {
            await visit.Page.GotoAsync("products/bulk-push");
            await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"{edit.Name} (E-mail)" }).CheckAsync();
            Assert.Empty(await visit.ObstaclesAsync("the start of a push with a choice of who is told"));
            await visit.Page.GetByTestId("start").ClickAsync();
            await Expect(visit.Page.GetByTestId("job-panel")).ToBeVisibleAsync();
            var job = (await dashboard.App.Get<BulkPushJobQueries>().FindAsync(Guid.Parse(visit.Page.Url.Split('/')[^1]), Ct))!;
            Assert.Equal([target.Id], job.Scope.NotifyTargetIds);
        }

        await dashboard.AddOperatorAsync("looker@example.com", Permissions.ProductsView);
        await using var looking = await dashboard.SignInAsync("looker@example.com");
        await Expect(looking.Page.GetByRole(AriaRole.Link, new() { Name = "Notifications" })).ToHaveCountAsync(0);
        await looking.Page.GotoAsync("notifications");
        await Expect(looking.Page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();
    }
}
