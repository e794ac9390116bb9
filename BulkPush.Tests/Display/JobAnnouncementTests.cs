using BulkPush.Core.Jobs;
using BulkPush.Tests.Components;
using BulkPush.Web.Display;
using MudBlazor;

namespace BulkPush.Tests.Display;

public sealed class JobAnnouncementTests
{
    private static readonly JobProgress Running = AJob.Running(AJob.RunningStore(5, 10));

    [Fact]
    public void Completion_is_a_success() => Announces(
        AJob.Completed(AJob.CompletedStore(1200)),
        "Push completed: 1,200 products in 1 store.",
        Severity.Success);

    [Fact]
    public void Completion_with_failed_products_is_a_warning_with_the_numbers() => Announces(
        AJob.Completed(AJob.Store("North", StorePushStatus.Completed, new StorePushProgress { Total = 10, Created = 7, Unchanged = 1, Failed = 2 })),
        "Push completed with errors: 8 of 10 products are in place, 2 failed.",
        Severity.Warning);

    [Fact]
    public void Completion_with_a_store_that_stopped_names_it() => Announces(
        AJob.Completed(
            AJob.CompletedStore(10),
            AJob.Store("South!", StorePushStatus.Failed, new StorePushProgress { Total = 10, Skipped = 10 }, "The token is not valid.")),
        "Push completed with errors: 10 of 20 products (counted per store) are in place, 0 failed, 1 store stopped.",
        Severity.Warning);

    [Fact]
    public void Completion_in_several_stores_says_that_a_product_counts_in_each() => Announces(
        AJob.Completed(AJob.CompletedStore(1200), AJob.CompletedStore(300)),
        "Push completed: 1,500 products (counted per store) in 2 stores.",
        Severity.Success);

    [Fact]
    public void A_push_that_found_everything_up_to_date_says_that_nothing_was_sent() => Announces(
        AJob.Completed(AJob.Store("North", StorePushStatus.Completed, new StorePushProgress { Total = 10, Unchanged = 10 })),
        "Everything was up to date: nothing was sent.",
        Severity.Success);

    [Fact]
    public void Failure_says_where_and_leaves_the_reasons_to_the_page()
    {
        var north = AJob.Store("North", StorePushStatus.Failed, new StorePushProgress { Total = 10, Skipped = 10 }, "The token is not valid.");
        var south = AJob.Store("South", StorePushStatus.Failed, new StorePushProgress { Total = 10, Skipped = 10 }, "The shop is closed.");

        Announces(AJob.With(BulkPushJobStatus.Failed, north), "Push failed in North.", Severity.Error);
        Announces(AJob.With(BulkPushJobStatus.Failed, north, south), "Push failed in 2 stores.", Severity.Error);
        Announces(AJob.With(BulkPushJobStatus.Failed), "Push failed.", Severity.Error);
    }

    [Fact]
    public void Cancellation_says_how_far_it_came() => Announces(
        AJob.With(BulkPushJobStatus.Cancelled, AJob.Store("North", StorePushStatus.Cancelled, new StorePushProgress { Total = 10, Created = 4, Skipped = 6 })),
        "Push cancelled after 4 of 10 products.",
        Severity.Info);

    [Fact]
    public void Nothing_is_announced_while_it_runs_or_twice_or_for_what_was_over_before()
    {
        var over = AJob.Completed(AJob.CompletedStore(10));

        Assert.Null(JobAnnouncement.For(null, Running));
        Assert.Null(JobAnnouncement.For(Running, Running));
        Assert.Null(JobAnnouncement.For(null, over));
        Assert.Null(JobAnnouncement.For(over, over));
        Assert.Null(JobAnnouncement.For(over, over, isJustStarted: true));
    }

    [Fact]
    public void Whoever_just_started_a_push_hears_of_its_end_even_on_the_first_reading() =>
        Assert.Equal("Push completed: 10 products in 1 store.", JobAnnouncement.For(null, AJob.Completed(AJob.CompletedStore(10)), isJustStarted: true)?.Text);

    private static void Announces(JobProgress now, string text, Severity severity) =>
        Assert.Equal(new JobAnnouncement(text, severity), JobAnnouncement.For(Running, now));
}
