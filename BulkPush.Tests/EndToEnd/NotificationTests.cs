using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Being told of a push, from the form that asks for it to the log that says it was done.</summary>
public sealed class NotificationTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_added_tried_and_told_of_a_push_with_a_product_that_failed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var store = await dashboard.AddStoreAsync("told-house", "Told House", new { kind = "plus" }, Ct);
        await dashboard.AddProductsAsync(3, [store], Ct);
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        var refused = long.Parse((await page.GetByTestId("product-link").First.GetAttributeAsync("href"))!.Split('/')[^1], CultureInfo.InvariantCulture);
        await dashboard.RefuseAsync(refused, Ct);

        await page.GetByRole(AriaRole.Link, new() { Name = "Notifications" }).ClickAsync();
        await page.GetByTestId("add-target").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Warehouse screen");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Webhook" }).CheckAsync();
        await page.GetByLabel("Address of the receiver").FillAsync("http://10.0.0.1/");
        await page.GetByTestId("save-target").ClickAsync();
        await Expect(page.GetByText("Use https")).ToBeVisibleAsync();
        Assert.Empty(await visit.ObstaclesAsync("a target that was refused"));
        await page.GetByLabel("Address of the receiver").FillAsync(receiver.Url);
        await page.GetByTestId("save-target").ClickAsync();

        await Expect(page.GetByTestId("new-secret")).ToBeVisibleAsync();
        var secret = await page.GetByLabel("Secret", new() { Exact = true }).InputValueAsync();
        Assert.Empty(await visit.ObstaclesAsync("a new secret"));
        await page.GetByTestId("secret-copied").ClickAsync();
        var card = page.GetByTestId("target-card");
        await Expect(card).ToContainTextAsync("Warehouse screen");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await card.GetByTestId("test-target").ClickAsync();
        await Expect(card.GetByTestId("target-tried")).ToContainTextAsync("The test was delivered. Answer: 200: thanks");
        Assert.Single(receiver.Received).SignedWith(secret);
        await Expect(page.GetByTestId("delivery")).ToHaveCountAsync(1);

        receiver.Answer = async (http, _) =>
        {
            http.Response.StatusCode = 503;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "screen is off", Ct);
        };
        var jobId = Assert.IsType<StartResult.Started>(
            await dashboard.App.Get<BulkPushJobService>().StartAsync(new PushScope { StoreIds = [store] }, "tests", idempotencyKey: null, Ct)).JobId;
        await page.GotoAsync($"products/bulk-push/{jobId}");
        await Expect(page.GetByTestId("job-state")).ToContainTextAsync("Completed with errors");
        var told = page.GetByTestId("job-deliveries");
        await Expect(told).ToContainTextAsync("Warehouse screen");
        await Expect(told.GetByTestId("delivery-answer")).ToContainTextAsync("503: screen is off");
        Assert.Empty(await visit.ObstaclesAsync("a push whose news was refused"));
        Assert.Equal(refused, (long)receiver.Received[^1].Json["push"]!["stores"]![0]!["failures"]![0]!["productId"]!);

        await told.GetByTestId("job-deliveries-log").ClickAsync();
        await page.WaitForURLAsync($"**/notifications?job={jobId}");
        var delivery = page.GetByTestId("delivery");
        await Expect(delivery).ToHaveCountAsync(1);
        await Expect(delivery.GetByTestId("delivery-state")).ToContainTextAsync("Trying again");
        await delivery.GetByTestId("delivery-job").ClickAsync();
        await page.WaitForURLAsync($"**/products/bulk-push/{jobId}");
    }

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
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();

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
