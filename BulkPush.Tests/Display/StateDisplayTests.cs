using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Web.Display;
using MudBlazor;

namespace BulkPush.Tests.Display;

public sealed class StateDisplayTests
{
    [Theory]
    [InlineData(BulkPushJobStatus.Pending, false, false, "Waiting", Color.Default)]
    [InlineData(BulkPushJobStatus.Pending, false, true, "Cancelling", Color.Warning)]
    [InlineData(BulkPushJobStatus.Running, false, false, "Running", Color.Primary)]
    [InlineData(BulkPushJobStatus.Running, true, false, "Running", Color.Primary)]
    [InlineData(BulkPushJobStatus.Running, false, true, "Cancelling", Color.Warning)]
    [InlineData(BulkPushJobStatus.Paused, true, false, "Paused", Color.Warning)]
    [InlineData(BulkPushJobStatus.Paused, false, true, "Cancelling", Color.Warning)]
    [InlineData(BulkPushJobStatus.Completed, false, false, "Completed", Color.Success)]
    [InlineData(BulkPushJobStatus.Completed, true, false, "Completed with errors", Color.Warning)]
    [InlineData(BulkPushJobStatus.Failed, true, false, "Failed", Color.Error)]
    [InlineData(BulkPushJobStatus.Cancelled, true, true, "Cancelled", Color.Default)]
    public void A_job_is_called_what_it_is(BulkPushJobStatus status, bool hasFailures, bool isCancelRequested, string text, Color color)
    {
        var display = JobStatusDisplay.For(status, hasFailures, isCancelRequested);

        Assert.Equal((text, color), (display.Text, display.Color));
    }

    [Fact]
    public void Every_state_has_a_text_and_an_icon_of_its_own()
    {
        StateDisplay[][] families =
        [
            [.. Enum.GetValues<ChannelPushState>().Select(ChannelStateDisplay.For)],
            [.. Enum.GetValues<ProductStatus>().Select(ProductStatusDisplay.For)],
            [.. Enum.GetValues<PushItemOutcome>().Select(ItemOutcomeDisplay.For)],
            [.. Enum.GetValues<BulkPushJobStatus>().Select(s => JobStatusDisplay.For(s, hasFailures: false, isCancelRequested: false))],
        ];

        Assert.All(families, family =>
        {
            Assert.Equal(family.Length, family.Select(s => s.Text).Distinct().Count());
            Assert.Equal(family.Length, family.Select(s => s.Icon).Distinct().Count());
        });
    }

    [Theory]
    [InlineData(StorePushStatus.Pending, false, "Waiting for a worker")]
    [InlineData(StorePushStatus.Running, false, "Planning")]
    [InlineData(StorePushStatus.Running, true, "Waiting for Shopify's limit")]
    [InlineData(StorePushStatus.Paused, true, "0 left")]
    [InlineData(StorePushStatus.Completed, false, "Took 1 min 5 s")]
    [InlineData(StorePushStatus.Failed, false, "Stopped after 1 min 5 s")]
    [InlineData(StorePushStatus.Cancelled, true, "Cancelled after 1 min 5 s")]
    public void A_store_says_what_it_does_or_how_it_ended(StorePushStatus status, bool isWaiting, string text)
    {
        var progress = new StorePushProgress { Phase = "Planning", IsWaitingForBudget = isWaiting };
        var store = new StorePushView(Guid.Empty, Guid.Empty, "North", status, null, At, At.AddSeconds(65), progress);

        Assert.Equal(text, StorePushDisplay.Activity(store, At.AddHours(1)));
    }

    [Fact]
    public void A_store_that_was_asked_to_stop_says_so_until_it_has()
    {
        var store = new StorePushView(Guid.Empty, Guid.Empty, "North", StorePushStatus.Running, null, At, null, new StorePushProgress());

        Assert.Equal("Pausing", StorePushDisplay.For(store with { IsPauseRequested = true }).Text);
        Assert.Equal("Cancelling", StorePushDisplay.For(store with { IsPauseRequested = true, IsCancelRequested = true }).Text);
        Assert.Equal(
            "Pause asked for by sam@example.com, 2 Mar 2026, 10:00: what is under way ends first.",
            PauseText.For(store with { IsPauseRequested = true, PausedBy = "sam@example.com", PausedAt = At }, Zone));
        Assert.Null(PauseText.For(store, Zone));
    }

    [Fact]
    public void A_store_cancelled_in_the_queue_never_started()
    {
        var store = new StorePushView(Guid.Empty, Guid.Empty, "North", StorePushStatus.Cancelled, null, null, At, new StorePushProgress());

        Assert.Equal("Never started", StorePushDisplay.Activity(store, At));
    }

    [Fact]
    public void A_channel_explains_its_state_last_push_and_last_error()
    {
        var channel = new ChannelRow(Guid.Empty, "North", ChannelPushState.Failed, null, At, "TAKEN", "Handle is taken", At.AddMinutes(5));

        Assert.Equal(
            ["The last push to North failed: the next push tries again.", "Last pushed 2 Mar 2026, 10:00.", "Error of 2 Mar 2026, 10:05: Handle is taken"],
            ChannelStateDisplay.Explain(channel, Zone));
    }

    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test");
}
