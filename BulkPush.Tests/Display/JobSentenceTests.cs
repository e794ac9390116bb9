using BulkPush.Core.Jobs;
using BulkPush.Tests.Components;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

/// <summary>What is said about a push as a whole.</summary>
public sealed class JobSentenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);

    private static readonly StorePushProgress Left = new() { Total = 10, Skipped = 10 };

    [Fact]
    public void The_reasons_of_a_failed_push_are_told_store_by_store()
    {
        var north = AJob.Store("North", StorePushStatus.Failed, Left, "The token is not valid.");
        var south = AJob.Store("South", StorePushStatus.Failed, Left, "The shop is closed.");
        var job = AJob.With(BulkPushJobStatus.Failed, north, south) with { Error = "North: The token is not valid. South: The shop is closed." };

        Assert.Equal(["North: The token is not valid.", "South: The shop is closed."], JobFacts.Reasons(job));
        Assert.Equal(["It broke."], JobFacts.Reasons(AJob.With(BulkPushJobStatus.Failed) with { Error = "It broke." }));
    }

    [Fact]
    public void A_push_without_anything_to_send_says_so()
    {
        var confirmed = AJob.Completed(AJob.Store("North", StorePushStatus.Completed, new StorePushProgress { Total = 10, Unchanged = 10 }));
        var mixed = AJob.Completed(AJob.Store("North", StorePushStatus.Completed, new StorePushProgress { Total = 10, Unchanged = 9, Updated = 1 }));

        Assert.EndsWith("nothing had to be sent", JobFacts.For(confirmed, Now, TimeZoneInfo.Utc), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing had to be sent", JobFacts.For(mixed, Now, TimeZoneInfo.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_a_forced_push_does_not_promise_that_the_next_one_sends_everything()
    {
        var plain = AJob.Running(AJob.RunningStore(1, 10));

        Assert.EndsWith("The others are left out; the next push brings them.", CancelQuestion.For(plain), StringComparison.Ordinal);
        Assert.EndsWith(
            "the next push brings what is due by then. To send everything again, start such a push once more.",
            CancelQuestion.For(plain with { Scope = new PushScope { Force = true } }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("North already has a push that is not finished. Queue behind it, or wait until it has ended.", "North")]
    [InlineData("North and South already have pushes that are not finished. Queue behind them, or wait until they have ended.", "North", "South")]
    [InlineData("East, North and South already have pushes that are not finished. Queue behind them, or wait until they have ended.", "East", "North", "South")]
    public void Every_busy_store_is_named(string sentence, params string[] names) => Assert.Equal(sentence, BusyStores.Sentence(names));

    [Theory]
    [InlineData(null)]
    [InlineData("North is busy and is left out. Choose it, and Start asks whether to queue there.", "North")]
    [InlineData("North and South are busy and are left out. Choose them, and Start asks whether to queue there.", "North", "South")]
    public void A_start_that_leaves_busy_stores_out_says_so(string? sentence, params string[] names) => Assert.Equal(sentence, BusyStores.LeftOut(names));

    [Theory]
    [InlineData("North", "North")]
    [InlineData("North + 1", "North", "South")]
    [InlineData("East + 2", "East", "North", "South")]
    [InlineData("")]
    public void Names_fit_a_narrow_column(string text, params string[] names) => Assert.Equal(text, Names.Short(names));
}
