using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Stores;
using Bunit;

namespace BulkPush.Tests.Components.Stores;

public sealed class StoreCardTests : MudContext
{
    [Fact]
    public void Shows_every_problem_as_its_sentence()
    {
        var card = RenderCard(new StoreCheck { CheckedAt = A.Moment, Problems = ["The token is not valid any more. Enter a new one.", "The scope read_locations is missing. Grant it."] });

        Assert.Equal("2 problems", card.Find("[data-testid=store-state]").TextContent.Trim());
        Assert.Equal(
            ["The token is not valid any more. Enter a new one.", "The scope read_locations is missing. Grant it."],
            card.FindAll(".problems li").Select(li => li.TextContent.Trim()));
    }

    [Fact]
    public void Shows_what_a_good_check_found()
    {
        var card = RenderCard(new StoreCheck
        {
            CheckedAt = A.Moment,
            ShopName = "Northwind",
            CurrencyCode = "NOK",
            PlanName = "Shopify Plus",
            RestoreRate = 1000,
            MaximumAvailable = 20000,
            ServedApiVersion = "2026-07",
            Locations = [new("gid://shopify/Location/1", "Oslo", true), new("gid://shopify/Location/2", "Closed shop", false)],
        });

        Assert.Equal("Ready", card.Find("[data-testid=store-state]").TextContent.Trim());
        Assert.Equal(
            ["Northwind (NOK)", "Shopify Plus", "1,000 points/s, bursts of 20,000", "2026-07", "Oslo"],
            card.FindAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public void A_store_that_was_never_checked_says_so()
    {
        var card = RenderCard(check: null);

        Assert.Equal("Not checked yet", card.Find("[data-testid=store-state]").TextContent.Trim());
        Assert.Equal("1,204 active products", card.Find("[data-testid=store-channels]").TextContent);
    }

    private IRenderedComponent<StoreCard> RenderCard(StoreCheck? check) => Render<StoreCard>(parameters => parameters.Add(
        p => p.Store,
        new StoreSummary(Guid.CreateVersion7(), "Northwind", "northwind.myshopify.com", null, new StoreSettings(), check, 1204, A.Moment)));
}
