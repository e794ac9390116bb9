using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Components.Pages;

public sealed class HistoryPageTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Fact]
    public void An_address_far_beyond_the_last_page_leads_back()
    {
        Navigation.NavigateTo("/products/history?page=2000000000");

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Contains("the list has become shorter", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_push_says_that_it_is_of_a_schedule_that_is_no_longer_there()
    {
        var store = await Pushes.StoreAsync($"Shop{A.Number()}");
        await Pushes.ProductsAsync(1, store);
        await Pushes.Jobs.StartAsync(new PushScope { StoreIds = [store.Id] }, "sam@example.com", null, Ct);
        await using var db = Postgres.CreateContext();
        await db.BulkPushJobs.Where(j => j.StorePushes.Any(p => p.StoreId == store.Id)).ExecuteUpdateAsync(set => set.SetProperty(j => j.RemovedSchedule, "Nightly"), Ct);

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Equal("Push of a removed schedule", page.Find("[data-testid=history-removed-schedule]").TextContent));
    }
}
