using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;

namespace BulkPush.Tests.Components.Pages;

public sealed class ProductsPageTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Theory]
    [InlineData(Permissions.ProductsEdit, true)]
    [InlineData(Permissions.ProductsPush, true)]
    [InlineData(null, false)]
    public async Task Products_can_be_chosen_only_by_those_who_can_do_something_with_them(string? permission, bool canChoose)
    {
        await Postgres.SaveAsync(A.Product());
        Authorization.SetPolicies([Permissions.ProductsView, .. permission is null ? [] : new[] { permission }]);

        var page = Render<ProductsPage>();
        page.WaitForElement("[data-testid=product-link]");

        Assert.Equal(canChoose, page.FindAll("[data-testid=select-product]").Count > 0);
        Assert.Equal(canChoose, page.FindAll("[data-testid=select-page]").Count > 0);
    }

    [Fact]
    public async Task Channels_that_could_not_be_switched_are_said_and_the_page_stays()
    {
        await Postgres.SaveAsync(A.Product(), A.Store());
        var page = Render<ProductsPage>();
        page.WaitForElement("[data-testid=product-grid]");
        Database.IsAway = true;

        await page.Find("[data-testid=switch-channels]").ClickAsync();

        Assert.Equal(["The channels could not be switched: the database did not answer. Your selection is still here; try again."], Announced());
        Assert.NotEmpty(page.FindAll("[data-testid=product-grid]"));
    }
}
