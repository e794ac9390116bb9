using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;

namespace BulkPush.Tests.Components;

public sealed class PauseButtonTests : MudContext
{
    private static readonly StorePushProgress Half = new() { Total = 10, Created = 5 };

    private readonly List<(Guid?, bool)> _asked = [];

    [Fact]
    public void Pauses_what_runs_and_resumes_what_is_paused()
    {
        Button(AJob.Running(AJob.Store("North", StorePushStatus.Running, Half))).Find("[data-testid=pause-push]").Click();
        Button(AJob.With(BulkPushJobStatus.Paused, AJob.Store("North", StorePushStatus.Paused, Half))).Find("[data-testid=resume-push]").Click();

        Assert.Equal([(null, true), (null, false)], _asked);
    }

    [Fact]
    public void Stands_still_until_what_is_under_way_has_ended()
    {
        var button = Button(AJob.Running(AJob.Store("North", StorePushStatus.Running, Half) with { IsPauseRequested = true })).Find("button");

        Assert.Equal("Pausing", button.TextContent.Trim());
        Assert.True(button.HasAttribute("disabled"));
    }

    [Fact]
    public void Names_the_store_it_stands_for()
    {
        var job = AJob.Running(AJob.Store("North", StorePushStatus.Paused, Half), AJob.Store("South", StorePushStatus.Running, Half));

        Assert.Equal("Resume the push to North", Button(job, job.Stores[0].StoreId).Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void Is_not_there_when_the_push_has_ended_or_is_being_cancelled()
    {
        Assert.Empty(Button(AJob.Completed(AJob.CompletedStore(3))).FindAll("button"));
        Assert.Empty(Button(AJob.Running(AJob.Store("North", StorePushStatus.Running, Half) with { IsCancelRequested = true })).FindAll("button"));
    }

    private IRenderedComponent<PauseButton> Button(JobProgress job, Guid? storeId = null) => Render<PauseButton>(p => p
        .Add(x => x.Job, job)
        .Add(x => x.StoreId, storeId)
        .Add(x => x.Ask, (store, isPause) =>
        {
            _asked.Add((store, isPause));
            return Task.CompletedTask;
        }));
}
