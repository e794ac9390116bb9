using BulkPush.Core.Catalog;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Components.Pages;

public sealed class ProductDetailsPageTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Fact]
    public async Task A_save_that_ends_after_the_page_was_left_breaks_nothing()
    {
        var (page, product, _) = await OpenAsync();
        await page.Find("[data-testid=edit]").ClickAsync();
        await page.Find("[data-testid=edit-title]").ChangeAsync("A better title");
        var (saved, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        Database.AfterSave = () =>
        {
            saved.TrySetResult();
            return held.Task;
        };

        var saving = page.Find("form").SubmitAsync();
        await saved.Task.WaitAsync(Ct);
        await LeaveDuringAsync(saving, held);

        await using var db = Postgres.CreateContext();
        Assert.Equal("A better title", (await db.Products.SingleAsync(p => p.Id == product.Id, Ct)).Title);
    }

    [Fact]
    public async Task A_save_says_everything_that_is_wrong_at_once()
    {
        var (page, _, _) = await OpenAsync();
        await page.Find("[data-testid=edit]").ClickAsync();
        await page.Find("[data-testid=edit-title]").ChangeAsync("");
        await page.Find("[data-testid=edit-vendor]").ChangeAsync(new string('v', 256));
        await page.Find("[data-testid='edit-variants[0].price']").ChangeAsync("twelve");

        await page.Find("form").SubmitAsync();

        Assert.Contains("The title is missing.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("The vendor is too long", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Write the price like 12.50.", page.Find("[data-testid=edit-errors]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_could_not_be_switched_is_said_and_shown_as_it_is()
    {
        var (page, _, store) = await OpenAsync();
        Database.IsAway = true;

        await Switch(page, store.Id).ChangeAsync(true);

        Assert.Contains("The channel could not be switched: the database did not answer. Try again in a moment.", Announced());
        Assert.NotEmpty(page.FindAll("[data-testid=channels]"));
        Assert.False(Switch(page, store.Id).HasAttribute("checked"));

        Database.IsAway = false;
        await Switch(page, store.Id).ChangeAsync(true);
        page.WaitForAssertion(() => Assert.True(Switch(page, store.Id).HasAttribute("checked")));
    }

    private async Task<(IRenderedComponent<ProductDetailsPage> Page, Product Product, Core.Stores.Store Store)> OpenAsync()
    {
        var (product, store) = (A.Product(), A.Store());
        await Postgres.SaveAsync(product, store);
        var page = Render<ProductDetailsPage>(p => p.Add(x => x.ProductId, product.Id));
        page.WaitForElement("[data-testid=channels]");
        return (page, product, store);
    }

    private static AngleSharp.Dom.IElement Switch(IRenderedComponent<ProductDetailsPage> page, Guid store) => page.Find($"[data-store='{store}'] input");
}
