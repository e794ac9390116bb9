using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;

namespace BulkPush.Tests.Components;

public sealed class RetryButtonTests : MudContext
{
    private static readonly StorePushProgress TwoFailed = new() { Total = 5, Created = 3, Failed = 2 };

    private readonly List<(RetryScope Retry, Guid? StoreId)> _asked = [];

    [Fact]
    public void Counts_what_failed_and_what_failed_stores_left_out()
    {
        var cut = Button(AJob.Completed(
            AJob.Store("North", StorePushStatus.Completed, TwoFailed),
            AJob.Store("South", StorePushStatus.Failed, new StorePushProgress { Total = 4, Failed = 1, Skipped = 3 }, "The token was revoked.")));

        Assert.Equal("Retry 6 products", cut.Find("button").TextContent.Trim());
        cut.Find("button").Click();
        Assert.Equal([(new RetryScope(AJob.Id), null)], _asked);
    }

    [Fact]
    public void Names_the_store_it_stands_for()
    {
        var job = AJob.Completed(AJob.Store("North", StorePushStatus.Completed, TwoFailed), AJob.Store("South", StorePushStatus.Completed, TwoFailed));

        var button = Button(job, job.Stores[1].StoreId).Find("button");

        Assert.Equal("Retry 2 products in South", button.GetAttribute("aria-label"));
    }

    [Fact]
    public void Is_not_there_while_the_push_runs_nor_when_nothing_failed()
    {
        Assert.Empty(Button(AJob.Running(AJob.Store("North", StorePushStatus.Running, TwoFailed))).FindAll("button"));
        Assert.Empty(Button(AJob.Completed(AJob.CompletedStore(3))).FindAll("button"));
    }

    [Fact]
    public void Starts_one_retry_however_often_it_is_pressed()
    {
        var answer = new TaskCompletionSource();
        var cut = Render<RetryButton>(p => p.Add(x => x.Job, AJob.Completed(AJob.Store("North", StorePushStatus.Completed, TwoFailed))).Add(x => x.OnRetry, (retry, store) =>
        {
            _asked.Add((retry, store));
            return answer.Task;
        }));

        cut.Find("button").Click();
        Assert.Equal("Starting", cut.Find("button").TextContent.Trim());
        cut.Find("button").Click();
        answer.SetResult();

        cut.WaitForAssertion(() => Assert.NotEqual("Starting", cut.Find("button").TextContent.Trim()));
        Assert.Single(_asked);
    }

    private IRenderedComponent<RetryButton> Button(JobProgress job, Guid? storeId = null) => Render<RetryButton>(p => p
        .Add(x => x.Job, job)
        .Add(x => x.StoreId, storeId)
        .Add(x => x.OnRetry, (retry, store) =>
        {
            _asked.Add((retry, store));
            return Task.CompletedTask;
        }));
}
