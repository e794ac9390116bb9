using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Tests.Notifications;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Being told of a push, from the form that asks for it to the log that says it was done.</summary>
public sealed class ToldPushTests(Dashboard dashboard) : IClassFixture<Dashboard>
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
}
