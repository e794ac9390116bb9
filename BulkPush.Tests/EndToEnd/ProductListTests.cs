using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Finding, choosing, switching, importing and editing products.</summary>
public sealed class ProductListTests(Dashboard dashboard) : IClassFixture<Dashboard>, IAsyncLifetime
{
    private static bool _isSeeded;

    public async ValueTask InitializeAsync()
    {
        if (_isSeeded)
            return;
        var cancellationToken = TestContext.Current.CancellationToken;
        var lampHouse = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", new { kind = "plus" }, cancellationToken);
        await dashboard.AddStoreAsync(Dashboard.Harbour, "Harbour Goods", new { kind = "plus" }, cancellationToken);
        await dashboard.AddProductsAsync(60, [lampHouse], cancellationToken);
        _isSeeded = true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Filters_order_and_page_are_in_the_address_and_the_back_button_works()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await Expect(page.GetByTestId("product-link").First).ToHaveTextAsync("Lamp 001");

        await page.GetByTestId("search").FillAsync("Lamp 01");
        await Expect(page.GetByTestId("product-total")).ToHaveTextAsync("10 products match");
        await page.GetByTestId("sort-title").ClickAsync();
        await Expect(page.GetByTestId("product-link").First).ToHaveTextAsync("Lamp 019");
        Assert.EndsWith("/products?search=Lamp%2001&sort=-title", page.Url, StringComparison.Ordinal);

        await page.GoBackAsync();
        await Expect(page.GetByTestId("product-link").First).ToHaveTextAsync("Lamp 010");
        var tab = await visit.OpenTabAsync();
        await tab.GotoAsync(page.Url);
        await Expect(tab.GetByTestId("product-total")).ToHaveTextAsync("10 products match");
        await Expect(tab.GetByTestId("search")).ToHaveValueAsync("Lamp 01");

        await page.GotoAsync("products?page=2");
        await Expect(page.GetByTestId("pager-range")).ToHaveTextAsync(new Regex("^26–50 of 6[0-9]$"));
        await page.GotoAsync("products?search=nothing+like+it");
        await Expect(page.GetByTestId("products-no-match")).ToBeVisibleAsync();
        await page.GetByTestId("products-no-match").GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.GetByTestId("product-link").First).ToHaveTextAsync("Lamp 001");
    }

    [Fact]
    public async Task Chosen_products_are_activated_in_a_store_and_taken_along_to_the_push()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        var rows = page.GetByTestId("select-product");
        await rows.Nth(0).CheckAsync();
        await rows.Nth(1).CheckAsync();
        await Expect(page.GetByTestId("selection-count")).ToHaveTextAsync("2 products selected");

        await page.GetByTestId("bulk-push").ClickAsync();
        await Expect(page.GetByTestId("push-selection-note")).ToHaveTextAsync("2 chosen products.");
        await page.GoBackAsync();

        await page.GetByTestId("select-product").Nth(0).CheckAsync();
        await page.GetByTestId("select-product").Nth(1).CheckAsync();
        await page.GetByTestId("switch-selection").ClickAsync();
        await ChooseAsync(page, "switch-store", "Harbour Goods");
        await page.GetByTestId("switch-apply").ClickAsync();

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("2 products activated in Harbour Goods.");
        await Expect(page.GetByTestId("channel-chip").Filter(new() { HasText = "Harbour Goods: new" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_file_is_imported_through_the_dialog_and_what_went_wrong_is_said()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        const string csv = "Handle,Title,Variant Price,Colour of the box\nnew-lamp,New lamp,12.00,red\nbad-lamp,Bad lamp,abc,blue\n";

        await page.GetByTestId("import").ClickAsync();
        // Through the button, as an operator does: the bare input is on the page before it listens.
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByTestId("import-choose").ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "lamps.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });

        await Expect(page.GetByTestId("import-created")).ToHaveTextAsync("1");
        await Expect(page.GetByTestId("import-errors")).ToHaveTextAsync("1");
        await Expect(page.GetByTestId("import-error-list")).ToContainTextAsync("bad-lamp");
        await Expect(page.GetByTestId("import-error-list")).ToContainTextAsync("Line 3");
        await Expect(page.GetByTestId("import-ignored")).ToHaveTextAsync("Colour of the box");
        await page.GetByTestId("import-close").ClickAsync();
        await page.GetByTestId("search").FillAsync("New lamp");
        await Expect(page.GetByTestId("product-link")).ToHaveTextAsync(["New lamp"]);
    }

    [Fact]
    public async Task A_dialog_takes_the_focus_to_its_first_control_and_closes_with_Escape()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;

        await page.GetByTestId("import").ClickAsync();
        await Expect(page.GetByTestId("import-choose")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);

        await page.GetByTestId("switch-channels").ClickAsync();
        await Expect(page.GetByTestId("switch-store")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_edit_is_saved_and_one_that_came_second_is_not_lost_silently()
    {
        await using var first = await dashboard.SignInAsync();
        await using var second = await dashboard.SignInAsync();
        foreach (var visit in new[] { first, second })
        {
            await visit.Page.GotoAsync("products?search=Lamp+030");
            await visit.Page.GetByTestId("product-link").ClickAsync();
            await visit.Page.GetByTestId("edit").ClickAsync();
        }

        await first.Page.GetByTestId("edit-title").FillAsync("Lamp 030 of brass");
        await first.Page.GetByTestId("edit-variants[0].price").FillAsync("99.95");
        await first.Page.GetByTestId("save").ClickAsync();
        await Expect(first.Page.GetByRole(AriaRole.Heading, new() { Name = "Lamp 030 of brass" })).ToBeVisibleAsync();
        await Expect(first.Page.GetByTestId("variants")).ToContainTextAsync("99.95");

        await second.Page.GetByTestId("edit-title").FillAsync("Lamp 030 of tin");
        await second.Page.GetByTestId("save").ClickAsync();
        await Expect(second.Page.GetByTestId("edit-conflict")).ToBeVisibleAsync();
        await second.Page.GetByTestId("take-theirs").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "Lamp 030 of brass" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said_beside_its_field()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products?search=Lamp+031");
        await page.GetByTestId("product-link").ClickAsync();
        await page.GetByTestId("edit").ClickAsync();

        await page.GetByTestId("edit-title").FillAsync("");
        await page.GetByTestId("save").ClickAsync();

        await Expect(page.GetByText("The title is missing.")).ToBeVisibleAsync();
        await page.GetByTestId("cancel-edit").ClickAsync();
    }

    [Fact]
    public async Task A_product_is_switched_off_in_a_store_on_its_own_page()
    {
        await using var visit = await dashboard.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("products?search=Lamp+040");
        await page.GetByTestId("product-link").ClickAsync();
        var channel = page.GetByTestId("channel").Filter(new() { HasText = "Lamp House" });
        await Expect(channel.GetByTestId("channel-state")).ToHaveTextAsync("Not pushed yet");

        await channel.GetByTestId("channel-switch").UncheckAsync();

        await Expect(channel.GetByTestId("channel-state")).ToHaveTextAsync("Inactive");
    }

    private static async Task ChooseAsync(IPage page, string select, string option)
    {
        await page.GetByTestId(select).Locator("..").ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").Filter(new() { HasText = option }).ClickAsync();
    }
}
