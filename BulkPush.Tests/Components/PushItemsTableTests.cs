using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;
using MudBlazor;

namespace BulkPush.Tests.Components;

public sealed class PushItemsTableTests : MudContext
{
    private readonly List<PushItemQuery> _asked = [];

    [Fact]
    public void Reads_what_the_address_asks_for()
    {
        Table(AJob.Running(AJob.RunningStore(5, 10)), PushItemOutcome.Failed);

        Assert.Equal(new PushItemQuery(AJob.Id, null, PushItemOutcome.Failed, null, PushItemsTable.PageSize), Assert.Single(_asked));
    }

    [Fact]
    public void Reads_the_open_page_again_when_the_push_has_moved_on_and_only_then()
    {
        var cut = Table(AJob.Running(AJob.RunningStore(5, 10)), outcome: null);
        cut.Find("[data-testid=items-on]").Click();

        cut.Render(p => p.Add(x => x.Job, AJob.Running(AJob.RunningStore(5, 10))));
        Assert.Equal(2, _asked.Count);
        cut.Render(p => p.Add(x => x.Job, AJob.Running(AJob.RunningStore(6, 10))));
        cut.Render(p => p.Add(x => x.Job, AJob.Completed(AJob.CompletedStore(10))));

        Assert.Equal([null, "after-1", "after-1", "after-1"], _asked.Select(query => query.Cursor));
    }

    [Fact]
    public void Turns_pages_by_cursor_and_back()
    {
        var cut = Table(AJob.Completed(AJob.CompletedStore(10)), outcome: null);

        cut.Find("[data-testid=items-on]").Click();
        cut.Find("[data-testid=items-on]").Click();
        cut.Find("[data-testid=items-back]").Click();

        Assert.Equal([null, "after-1", "after-2", "after-1"], _asked.Select(query => query.Cursor));
    }

    [Fact]
    public void Counts_what_each_filter_holds()
    {
        var cut = Table(
            AJob.Running(AJob.Store("North", StorePushStatus.Running, new StorePushProgress { Total = 11, Created = 3, Failed = 2, Skipped = 1 })), outcome: null);

        Assert.Equal(("All 11", "Failed 2", "Waiting 5"), (Filter(cut, "all"), Filter(cut, "failed"), Filter(cut, "pending")));
    }

    private static string Filter(IRenderedComponent<PushItemsTable> cut, string name) =>
        string.Join(' ', cut.Find($"[data-testid=outcome-{name}]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<PushItemsTable> Table(JobProgress job, PushItemOutcome? outcome)
    {
        Render<MudPopoverProvider>();
        return Render<PushItemsTable>(p => p
            .Add(x => x.Job, job)
            .Add(x => x.Outcome, outcome)
            .Add(x => x.Read, (query, _) =>
            {
                _asked.Add(query);
                var row = new PushItemRow(Guid.Empty, "North", 7, "lamp", "Lamp", PushItemOutcome.Created, null, null, null, 1, Clock.GetUtcNow());
                return Task.FromResult<PushItemPage?>(new PushItemPage([row], query.Cursor switch { null => "after-1", "after-1" => "after-2", _ => null }));
            }));
    }
}
