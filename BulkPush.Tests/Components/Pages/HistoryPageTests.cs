using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;

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
}
