using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using BulkPush.Web.Components.Pushes;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BulkPush.Tests.Components.Pages;

public sealed class BulkPushJobPageTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Fact]
    public async Task A_cancellation_that_the_database_did_not_take_is_said_and_may_be_repeated()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open(await StartAsync());
        // Found and clicked in one go: the page draws itself again meanwhile.
        var cancelling = page.InvokeAsync(() => page.Find("[data-testid=cancel-push]").ClickAsync());
        dialogs.WaitForElement(".mud-dialog");
        Database.IsAway = true;

        await dialogs.InvokeAsync(() => dialogs.FindAll("button").Single(b => b.TextContent.Contains("Cancel the push", StringComparison.Ordinal)).ClickAsync());
        await cancelling;

        Assert.Equal(["It is not certain that the push will stop: the database did not answer. Cancel it again if it goes on."], Announced());
        Assert.False(page.Find("[data-testid=cancel-push]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_that_was_over_at_the_first_look_is_announced_to_whoever_just_started_it(bool isJustStarted)
    {
        var jobId = await StartAsync();
        await Pushes.Jobs.CancelAsync(jobId, "sam@example.com", Ct);
        if (isJustStarted)
            Services.GetRequiredService<StartedPush>().Hand(jobId);

        var page = Open(jobId);

        Assert.Equal(isJustStarted ? ["Push cancelled after 0 of 1 product."] : [], Announced());
        await DisposeComponentsAsync();
        Services.GetRequiredService<ISnackbar>().Clear();
        Open(jobId);
        Assert.Empty(Announced());
    }

    private IRenderedComponent<BulkPushJobPage> Open(Guid jobId)
    {
        var page = Render<BulkPushJobPage>(p => p.Add(x => x.JobId, jobId));
        page.WaitForElement("[data-testid=job-panel]");
        return page;
    }

    private async Task<Guid> StartAsync()
    {
        var store = await Pushes.StoreAsync($"Shop {A.Number()}");
        await Pushes.ProductsAsync(1, store);
        return await Pushes.StartedAsync(new PushScope { StoreIds = [store.Id] });
    }
}
