using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Every page in both themes and on a telephone: usable for everybody, asking no foreign host.</summary>
public sealed class AccessibilityTests(Dashboard dashboard) : IClassFixture<Dashboard>, IAsyncLifetime
{
    private static Guid _jobId;

    public async ValueTask InitializeAsync()
    {
        if (_jobId != Guid.Empty)
            return;
        var cancellationToken = TestContext.Current.CancellationToken;
        var store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", new { kind = "plus" }, cancellationToken);
        await dashboard.AddProductsAsync(30, [store], cancellationToken);
        var edit = new ScheduleEdit { Name = "Every night", Cron = "30 2 * * *", TimeZone = "America/New_York" };
        Assert.IsType<ScheduleSaveResult.Saved>(await dashboard.App.Get<ScheduleService>().CreateAsync(edit, "tests", cancellationToken));
        var started = await dashboard.App.Get<BulkPushJobService>().StartAsync(PushScope.Everything, "tests", idempotencyKey: null, cancellationToken);
        _jobId = Assert.IsType<StartResult.Started>(started).JobId;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Every_page_is_free_of_serious_violations_and_never_wider_than_the_screen(ColorScheme scheme, int width)
    {
        await using var visit = await dashboard.SignInAsync(scheme: scheme, width: width);
        var page = visit.Page;
        var product = await page.GetByTestId("product-link").First.GetAttributeAsync("href");
        var problems = new List<string>();
        foreach (var (address, ready) in new[]
                 {
                     ("products", "product-grid"),
                     ("products/bulk-push", "preview-store"),
                     ($"products/bulk-push/{_jobId}", "items-refresh"),
                     ("products/history", "history-grid"),
                     (product!.TrimStart('/'), "channels"),
                     ("schedules", "schedule-card"),
                     ("schedules/new", "schedule-preview"),
                     ("stores", "content"),
                     ("inventory-mapping", "content"),
                     ("notifications", "content"),
                     ("notifications/targets/new", "target-name"),
                 })
        {
            await page.GotoAsync(address);
            await Expect(ready == "content" ? page.Locator("#content h1") : page.GetByTestId(ready).First).ToBeVisibleAsync();
            problems.AddRange(await visit.ObstaclesAsync($"/{address}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task The_page_is_dark_where_the_system_is()
    {
        await using var visit = await dashboard.SignInAsync(scheme: ColorScheme.Dark);

        var ground = await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

        Assert.Equal("rgb(14, 17, 22)", ground);
    }
}
