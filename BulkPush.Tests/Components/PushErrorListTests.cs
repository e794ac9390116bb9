using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;

namespace BulkPush.Tests.Components;

public sealed class PushErrorListTests : MudContext
{
    [Fact]
    public void Links_each_error_to_its_product_newest_first()
    {
        var cut = List(failed: 2, AJob.Error(7, "Older lamp"), AJob.Error(8, "Newer lamp", "Handle is taken"));

        var rows = cut.FindAll("[data-testid=error-row]");
        Assert.Equal(["/products/8", "/products/7"], rows.Select(row => row.QuerySelector("a")!.GetAttribute("href")));
        Assert.Contains("Handle is taken", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("North", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("variants.0.price", rows[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_when_there_are_more_than_it_lists_and_leads_to_all()
    {
        var cut = List(failed: 120, AJob.Error(7, "Lamp"));

        Assert.Contains("The newest 1 of 120", cut.Markup, StringComparison.Ordinal);
        Assert.Equal($"/products/bulk-push/{AJob.Id}?outcome=failed", cut.Find("[data-testid=all-errors]").GetAttribute("href"));
    }

    [Fact]
    public void Shows_the_same_product_twice_when_two_stores_refuse_it()
    {
        var progress = new StorePushProgress { Total = 10, Failed = 1, RecentErrors = [AJob.Error(7, "Lamp")] };
        var cut = Render<PushErrorList>(p => p.Add(x => x.Job, AJob.Running(
            AJob.Store("North", StorePushStatus.Running, progress),
            AJob.Store("South!", StorePushStatus.Running, progress))));

        Assert.Equal(2, cut.FindAll("[data-testid=error-row]").Count);
    }

    [Fact]
    public void Shows_what_Shopify_says_as_text_not_as_markup()
    {
        var cut = List(failed: 1, AJob.Error(7, "<b>Lamp</b>", "<script>alert(1)</script>"));

        Assert.Empty(cut.FindAll("script, b"));
    }

    private IRenderedComponent<PushErrorList> List(int failed, params PushItemError[] errors) => Render<PushErrorList>(p => p.Add(
        x => x.Job,
        AJob.Running(AJob.Store("North", StorePushStatus.Running, new StorePushProgress { Total = 200, Failed = failed, RecentErrors = errors }))));
}
