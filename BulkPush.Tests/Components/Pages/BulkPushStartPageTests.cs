using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Pushes;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Components.Pages;

public sealed class BulkPushStartPageTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Fact]
    public async Task Whoever_goes_elsewhere_while_a_push_is_started_stays_there()
    {
        var page = await OpenAsync();
        var (committed, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        Pushes.Queue.AfterCommit = () =>
        {
            committed.SetResult();
            return held.Task;
        };

        var starting = page.Find("[data-testid=start]").ClickAsync();
        await committed.Task.WaitAsync(Ct);
        Navigation.NavigateTo("/stores");
        await LeaveDuringAsync(starting, held);

        Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_that_was_started_here_is_handed_to_its_page()
    {
        var page = await OpenAsync();

        await page.Find("[data-testid=start]").ClickAsync();

        var jobId = Guid.Parse(Navigation.Uri.Split('/')[^1]);
        var started = Services.GetRequiredService<StartedPush>();
        Assert.False(started.Take(Guid.CreateVersion7()));
        Assert.True(started.Take(jobId));
        Assert.False(started.Take(jobId));
    }

    [Fact]
    public async Task A_store_without_an_active_channel_is_shown_and_cannot_be_chosen()
    {
        var store = await Pushes.StoreAsync($"Shop {A.Number()}");

        var page = Render<BulkPushStartPage>();

        var card = page.WaitForElement($"[data-store='{store.Id}']");
        Assert.Contains("None of the products is active in this store", card.TextContent, StringComparison.Ordinal);
        Assert.True(card.QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Force_does_not_promise_images()
    {
        var page = await OpenAsync();

        Assert.Contains("Images are the exception", page.Find("section.start").TextContent, StringComparison.Ordinal);
    }

    /// <summary>The page for a product in a store of its own, which is the only one that can be chosen.</summary>
    private async Task<IRenderedComponent<BulkPushStartPage>> OpenAsync()
    {
        var store = await Pushes.StoreAsync($"Shop {A.Number()}");
        var product = Assert.Single(await Pushes.ProductsAsync(1, store));
        Navigation.NavigateTo(Services.GetRequiredService<PushSelections>().Address([product.Id]));
        var page = Render<BulkPushStartPage>();
        page.WaitForElement("[data-testid=preview-store]");
        return page;
    }
}
