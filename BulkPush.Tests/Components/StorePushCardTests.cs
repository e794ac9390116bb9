using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;

namespace BulkPush.Tests.Components;

public sealed class StorePushCardTests : MudContext
{
    [Fact]
    public void Shows_counts_pace_and_what_is_being_done()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Running, new StorePushProgress
        {
            Total = 1200,
            Created = 300,
            Updated = 200,
            Unchanged = 90,
            Failed = 10,
            RatePerSecond = 4.25,
            EtaSeconds = 150,
            Phase = "Pushing",
        }));

        Assert.Equal("50 %", Text(cut, "store-percent"));
        Assert.Equal("600 of 1,200", Text(cut, "store-processed"));
        Assert.Equal(["300", "200", "90", "10"], new[] { "created", "updated", "unchanged", "failed" }.Select(kind => Text(cut, $"store-{kind}")));
        Assert.Equal("4.3 products/s · about 3 min left", Text(cut, "store-pace"));
        Assert.Equal("Pushing", Text(cut, "store-activity"));
        Assert.Equal("50", cut.Find("[data-testid=store-bar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void Says_when_only_Shopifys_limit_is_waited_for()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Running, new StorePushProgress { Total = 10, IsWaitingForBudget = true, Phase = "Pushing" }));

        Assert.Equal("Waiting for Shopify's limit", Text(cut, "store-activity"));
    }

    [Fact]
    public void Shows_why_the_store_as_a_whole_stopped()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Failed, new StorePushProgress { Total = 10, Created = 4, Skipped = 6 }, "The access token is not valid. Enter a new one."));

        Assert.Contains("Enter a new one", Text(cut, "store-error"), StringComparison.Ordinal);
        Assert.Equal("40 %", Text(cut, "store-percent"));
    }

    [Fact]
    public void Says_why_the_breaker_paused_the_store_and_leads_to_its_settings_only_when_somebody_is_needed()
    {
        var paused = AJob.Store("North", StorePushStatus.Paused, new StorePushProgress { Total = 10, Created = 4 }) with
        {
            Halt = new StoreHalt("SHOPIFY_UNAUTHORIZED", "Enter its present credentials.", Clock.GetUtcNow().AddHours(-2), null, 0),
        };

        var cut = Card(paused);
        Assert.Equal(("Paused, needs you", "Enter its present credentials."), (Text(cut, "store-state"), Text(cut, "store-halt-reason")));
        Assert.StartsWith("Paused by BulkPush, 2 h ago.", Text(cut, "store-halt-next"), StringComparison.Ordinal);
        Assert.EndsWith($"stores/{paused.StoreId}", cut.Find("[data-testid=store-halt-settings]").GetAttribute("href"), StringComparison.Ordinal);

        cut = Card(paused with { Halt = paused.Halt with { ProbeAt = Clock.GetUtcNow().AddMinutes(10) } });
        Assert.Contains("asks the store in 10 min", Text(cut, "store-halt-next"), StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("[data-testid=store-halt-settings]"));
    }

    [Fact]
    public void Says_until_when_products_wait_for_the_limit_on_new_variants()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Completed, new StorePushProgress
        {
            Total = 400,
            Updated = 88,
            Deferred = 312,
            DeferredUntil = Clock.GetUtcNow().AddDays(1),
        }));

        Assert.StartsWith("312 products wait until tomorrow, ", Text(cut, "store-waits"), StringComparison.Ordinal);
        Assert.Equal(("100 %", "312"), (Text(cut, "store-percent"), Text(cut, "store-deferred")));
        Assert.DoesNotContain("errors", Text(cut, "store-state"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_store_does_not_look_complete()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Cancelled, new StorePushProgress { Total = 10, Created = 4, Skipped = 6 }));

        Assert.Equal("40 %", Text(cut, "store-percent"));
        Assert.Equal("40", cut.Find("[data-testid=store-bar]").GetAttribute("aria-valuenow"));
        Assert.Equal("6", Text(cut, "store-skipped"));
        Assert.Contains("Cancelled", Text(cut, "store-state"), StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_no_percentage_while_the_total_is_unknown()
    {
        var cut = Card(AJob.Store("North", StorePushStatus.Running, new StorePushProgress { Phase = "Planning" }));

        Assert.Equal("–", Text(cut, "store-percent"));
        Assert.False(cut.Find("[data-testid=store-bar]").HasAttribute("aria-valuenow"));
    }

    private IRenderedComponent<StorePushCard> Card(StorePushView store) =>
        Render<StorePushCard>(p => p.Add(x => x.Store, store).Add(x => x.Now, Clock.GetUtcNow()));

    private static string Text(IRenderedComponent<StorePushCard> cut, string testId) => cut.Find($"[data-testid={testId}]").TextContent.Trim();
}
