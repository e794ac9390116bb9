using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BulkPush.Tests.Components;

public sealed class JobProgressPanelTests : MudContext
{
    [Fact]
    public void Reads_again_every_two_seconds_and_shows_the_new_numbers()
    {
        var cut = Panel(new JobReadings(
            () => AJob.Running(AJob.RunningStore(10, 40)),
            () => AJob.Running(AJob.RunningStore(20, 40)),
            () => AJob.Running(AJob.RunningStore(30, 40))));

        Shows(cut, "job-percent", "25 %");
        Tick();
        Shows(cut, "job-percent", "50 %");
        Tick();
        Shows(cut, "job-percent", "75 %");
        Shows(cut, "job-processed", "30");
    }

    [Fact]
    public void Says_that_a_sum_over_stores_counts_a_product_in_each()
    {
        var both = Panel(new JobReadings(() => AJob.Running(AJob.RunningStore(10, 40), AJob.RunningStore(0, 40))));
        both.WaitForAssertion(() => Assert.Equal("10 of 80 products (counted per store)", both.Find("[data-testid=job-total]").ParentElement!.TextContent));
    }

    [Fact]
    public void Says_whose_push_it_was_when_the_schedule_is_gone()
    {
        var cut = Panel(new JobReadings(() => AJob.Running(AJob.RunningStore(10, 40)) with { RemovedSchedule = "Every night" }));

        Shows(cut, "of-removed-schedule", "Push of the schedule “Every night”, which was removed");
        Assert.Empty(cut.FindAll("[data-testid=of-schedule]"));
    }

    [Fact]
    public void Does_not_read_before_two_seconds_have_passed()
    {
        var readings = new JobReadings(() => AJob.Running(AJob.RunningStore(10, 40)));
        var cut = Panel(readings);
        Shows(cut, "job-percent", "25 %");

        Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(1, readings.Reads);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        cut.WaitForAssertion(() => Assert.Equal(2, readings.Reads));
    }

    [Fact]
    public void Keeps_the_last_numbers_and_says_since_when_they_are_old_while_reading_fails()
    {
        var cut = Panel(new JobReadings(
            () => AJob.Running(AJob.RunningStore(10, 40)),
            () => throw new TimeoutException("no connection"),
            () => throw new TimeoutException("no connection"),
            () => AJob.Running(AJob.RunningStore(20, 40))));
        Shows(cut, "job-percent", "25 %");

        Tick();
        cut.WaitForAssertion(() => Assert.Contains("Not updated since 09:00:00", Text(cut, "job-stale"), StringComparison.Ordinal));
        Shows(cut, "job-percent", "25 %");
        Tick();
        cut.WaitForAssertion(() => Assert.Contains("Not updated since 09:00:00", Text(cut, "job-stale"), StringComparison.Ordinal));
        Tick();
        Shows(cut, "job-percent", "50 %");
        Assert.Empty(cut.FindAll("[data-testid=job-stale]"));
    }

    [Fact]
    public void Recovers_when_even_the_first_reading_failed()
    {
        var cut = Panel(new JobReadings(() => throw new TimeoutException("no connection"), () => AJob.Running(AJob.RunningStore(20, 40))));
        cut.WaitForAssertion(() => Assert.Contains("cannot be read", Text(cut, "job-unreadable"), StringComparison.Ordinal));

        Tick();

        Shows(cut, "job-percent", "50 %");
    }

    [Fact]
    public void Stops_reading_at_a_final_state()
    {
        var cut = Panel(new JobReadings(() => AJob.Running(AJob.RunningStore(39, 40)), () => AJob.Completed(AJob.CompletedStore(40))));
        Shows(cut, "job-percent", "97 %");
        Assert.Equal(1, Clock.LiveTimers);

        Tick();

        Shows(cut, "job-percent", "100 %");
        cut.WaitForAssertion(() => Assert.Equal(0, Clock.LiveTimers));
    }

    [Fact]
    public void Says_so_and_stops_when_there_is_no_such_push()
    {
        var cut = Panel(new JobReadings(() => null));

        cut.WaitForAssertion(() => Assert.Contains("There is no such push", Text(cut, "job-missing"), StringComparison.Ordinal));
        cut.WaitForAssertion(() => Assert.Equal(0, Clock.LiveTimers));
    }

    [Fact]
    public async Task Stops_reading_when_the_page_is_left()
    {
        var readings = new JobReadings(() => AJob.Running(AJob.RunningStore(10, 40)));
        var cut = Panel(readings);
        Shows(cut, "job-percent", "25 %");
        Assert.Equal(1, Clock.LiveTimers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Clock.LiveTimers);
        Assert.Equal(1, readings.Reads);
    }

    [Fact]
    public async Task Waits_for_a_reading_in_flight_when_the_page_is_left()
    {
        var wasCancelled = false;
        var cut = Render<JobProgressPanel>(p => p.Add(x => x.Read, async cancellationToken =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
            }
            finally
            {
                wasCancelled = true;
            }

            return null;
        }));
        cut.WaitForAssertion(() => Assert.NotEmpty(cut.FindAll("[data-testid=job-loading]")));

        await DisposeComponentsAsync();

        Assert.True(wasCancelled);
        Assert.Equal(0, Clock.LiveTimers);
    }

    [Fact]
    public async Task A_reading_that_fails_after_the_page_was_left_breaks_nothing()
    {
        var reading = new TaskCompletionSource<JobProgress?>();
        var cut = Render<JobProgressPanel>(p => p.Add(x => x.Read, _ => reading.Task));
        cut.WaitForAssertion(() => Assert.NotEmpty(cut.FindAll("[data-testid=job-loading]")));

        var leaving = DisposeComponentsAsync();
        reading.SetException(new TimeoutException("no connection"));
        await leaving;

        Assert.False(Renderer.UnhandledException.IsCompleted);
        Assert.Equal(0, Clock.LiveTimers);
    }

    [Fact]
    public void Announces_the_end_once_when_it_happens_before_our_eyes()
    {
        var cut = Panel(new JobReadings(() => AJob.Running(AJob.RunningStore(39, 40)), () => AJob.Completed(AJob.CompletedStore(40))));
        Shows(cut, "job-percent", "97 %");

        Tick();

        cut.WaitForAssertion(() => Assert.Equal(["Push completed: 40 products in 1 store."], Snackbars()));
    }

    [Fact]
    public void Announces_nothing_that_was_over_before()
    {
        var cut = Panel(new JobReadings(() => AJob.Completed(AJob.CompletedStore(40))));

        Shows(cut, "job-percent", "100 %");
        Assert.Empty(Snackbars());
    }

    [Fact]
    public void Offers_no_cancel_without_a_handler_and_none_when_the_push_is_over()
    {
        var running = Panel(new JobReadings(() => AJob.Running(AJob.RunningStore(1, 40))));
        Shows(running, "job-percent", "2 %");
        Assert.Empty(running.FindAll("[data-testid=cancel-push]"));

        var over = Render<JobProgressPanel>(p => p
            .Add(x => x.Read, new JobReadings(() => AJob.Completed(AJob.CompletedStore(40))).Next)
            .Add(x => x.Cancel, () => Task.FromResult(true)));
        Shows(over, "job-percent", "100 %");
        Assert.Empty(over.FindAll("[data-testid=cancel-push]"));
    }

    [Fact]
    public void Shows_that_cancelling_was_asked_for_until_the_push_has_stopped()
    {
        var cut = Render<JobProgressPanel>(p => p
            .Add(x => x.Read, new JobReadings(() => AJob.Running(AJob.RunningStore(1, 40))).Next)
            .Add(x => x.Cancel, () => Task.FromResult(true)));
        Shows(cut, "job-percent", "2 %");

        cut.Find("[data-testid=cancel-push]").Click();

        cut.WaitForAssertion(() => Assert.True(cut.Find("[data-testid=cancel-push]").HasAttribute("disabled")));
        Assert.Contains("Cancelling", Text(cut, "job-state"), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_cancel_button_when_the_operator_thinks_better_of_it()
    {
        var cut = Render<JobProgressPanel>(p => p
            .Add(x => x.Read, new JobReadings(() => AJob.Running(AJob.RunningStore(1, 40))).Next)
            .Add(x => x.Cancel, () => Task.FromResult(false)));
        Shows(cut, "job-percent", "2 %");

        cut.Find("[data-testid=cancel-push]").Click();

        Assert.False(cut.Find("[data-testid=cancel-push]").HasAttribute("disabled"));
    }

    [Fact]
    public void Hands_every_reading_on()
    {
        var seen = new List<int>();
        var cut = Render<JobProgressPanel>(p => p
            .Add(x => x.Read, new JobReadings(() => AJob.Running(AJob.RunningStore(1, 40)), () => AJob.Completed(AJob.CompletedStore(40))).Next)
            .Add(x => x.WasRead, (JobProgress job) => seen.Add(job.Processed)));
        Shows(cut, "job-percent", "2 %");

        Tick();

        Shows(cut, "job-percent", "100 %");
        Assert.Equal([1, 40], seen);
    }

    private IRenderedComponent<JobProgressPanel> Panel(JobReadings readings) => Render<JobProgressPanel>(p => p.Add(x => x.Read, readings.Next));

    private void Tick() => Clock.Advance(JobProgressPanel.Interval);

    private IEnumerable<string?> Snackbars() => Services.GetRequiredService<ISnackbar>().ShownSnackbars.Select(s => s.Message);

    private static string Text(IRenderedComponent<JobProgressPanel> cut, string testId) => cut.Find($"[data-testid={testId}]").TextContent;

    private static void Shows(IRenderedComponent<JobProgressPanel> cut, string testId, string text) =>
        cut.WaitForAssertion(() => Assert.Equal(text, Text(cut, testId).Trim()));
}
