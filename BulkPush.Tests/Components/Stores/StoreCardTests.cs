using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Stores;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

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
            Locations = [new("gid://shopify/Location/1", "Oslo", true), new("gid://shopify/Location/2", "Closed shop", false)],
        });

        Assert.Equal("Ready", card.Find("[data-testid=store-state]").TextContent.Trim());
        Assert.Equal(
            ["Northwind (NOK)", "Shopify Plus", "1,000 points/s, bursts of 20,000", "Oslo", "permanent"],
            card.FindAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public void A_store_that_was_never_checked_says_so()
    {
        var card = RenderCard(check: null);

        Assert.Equal("Not checked yet", card.Find("[data-testid=store-state]").TextContent.Trim());
        Assert.Equal("1,204 active products", card.Find("[data-testid=store-channels]").TextContent);
    }

    [Fact]
    public void Shows_how_BulkPush_is_let_in_and_until_when_the_present_token_is_valid()
    {
        var card = RenderCard(check: null, store => store with
        {
            CredentialKind = StoreCredentialKind.ClientCredentials,
            ClientId = "client-1",
            AccessTokenExpiresAt = Now + TimeSpan.FromHours(23),
        });

        Assert.Equal(["client-1", "valid until tomorrow, 08:00 UTC"], card.FindAll("dd").Select(dd => dd.TextContent));
    }

    [Fact]
    public void Warns_of_a_version_that_falls_forward_and_says_what_to_do()
    {
        var card = RenderCard(check: null, store => store with { ApiVersion = new StoreApiVersion("2025-01", "2025-04", Now) });

        Assert.Equal(
            "Shopify answers with API version 2025-04 instead of 2025-01, which has been retired (seen since 2 Mar 2026, 09:00 UTC). "
            + "Set Shopify:ApiVersion to a version that Shopify and BulkPush support.",
            card.Find("[data-testid=store-version-warning]").TextContent.Trim());
    }

    [Fact]
    public void Says_nothing_of_a_version_that_is_current()
    {
        var card = RenderCard(check: null, store => store with { ApiVersion = new StoreApiVersion("2025-07", "2025-07", Now) });

        Assert.Empty(card.FindAll("[data-testid=store-version-warning]"));
        Assert.Equal("2025-07, supported until 1 Jul 2026", card.FindAll("dd")[^1].TextContent);
    }

    private DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private IRenderedComponent<StoreCard> RenderCard(StoreCheck? check, Func<StoreSummary, StoreSummary>? change = null)
    {
        var store = new StoreSummary(Guid.CreateVersion7(), "Northwind", "northwind.myshopify.com", null, new StoreSettings(), check, 1204, A.Moment);
        return Render<StoreCard>(parameters => parameters.Add(p => p.Store, change?.Invoke(store) ?? store));
    }
}
