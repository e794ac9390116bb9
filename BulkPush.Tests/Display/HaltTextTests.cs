using BulkPush.Core.Jobs;
using BulkPush.Tests.Components;
using BulkPush.Web.Display;
using MudBlazor;

namespace BulkPush.Tests.Display;

public sealed class HaltTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly StoreHalt Frozen = new("SHOPIFY_STORE_FROZEN", "The bill is not paid.", Now.AddMinutes(-5), null, 0);

    [Theory]
    [InlineData(25.2, 0, "Paused by BulkPush, 5 min ago. It asks the store in 26 s and goes on by itself when products are taken again. Resume tries at once.")]
    [InlineData(-1.0, 1, "Paused by BulkPush, 5 min ago. It asks the store now and goes on by itself when products are taken again; it was asked once. Resume tries at once.")]
    [InlineData(null, 0, "Paused by BulkPush, 5 min ago. It waits for you: resume the push when the reason is gone.")]
    [InlineData(null, 150, "Paused by BulkPush, 5 min ago. It has asked the store 150 times and waits for you now: resume the push when the reason is gone.")]
    public void Says_since_when_and_what_comes_next(double? seconds, int probes, string expected)
    {
        var halt = Frozen with { ProbeAt = seconds is { } s ? Now.AddSeconds(s) : null, Probes = probes };

        Assert.Equal(expected, HaltText.Next(halt, Now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_store_that_is_held_back_is_loud_and_says_whether_it_needs_somebody()
    {
        var store = AJob.Store("North", StorePushStatus.Paused, new StorePushProgress { Total = 10, Created = 4 }) with { Halt = Frozen };

        Assert.Equal(("Paused, needs you", Color.Error), Shown(StorePushDisplay.For(store)));
        Assert.Equal(("Paused by a fault", Color.Error), Shown(StorePushDisplay.For(store with { Halt = Frozen with { ProbeAt = Now } })));
        Assert.Equal(("Paused by a fault", Color.Error), Shown(JobStatusDisplay.For(AJob.With(BulkPushJobStatus.Paused, store))));
        Assert.Equal(("Running, a store is paused", Color.Error), Shown(JobStatusDisplay.For(AJob.With(BulkPushJobStatus.Running, store))));
    }

    [Fact]
    public void The_change_is_announced_once_and_so_is_going_on()
    {
        var running = AJob.With(BulkPushJobStatus.Running, AJob.Store("North", StorePushStatus.Running, new StorePushProgress { Total = 10 }));
        var halted = running with { Status = BulkPushJobStatus.Paused, Stores = [running.Stores[0] with { Status = StorePushStatus.Paused, Halt = Frozen }] };

        Assert.Equal(
            new JobAnnouncement("The push to North is paused by a fault. Its card says why and what comes next.", Severity.Error), JobAnnouncement.For(running, halted));
        Assert.Null(JobAnnouncement.For(halted, halted));
        Assert.Null(JobAnnouncement.For(null, halted));
        Assert.Equal(new JobAnnouncement("The push to North goes on.", Severity.Info), JobAnnouncement.For(halted, running));
    }

    private static (string, Color) Shown(StateDisplay state) => (state.Text, state.Color);
}
