using BulkPush.Core.Pushing;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Pushing;

public sealed class PushRateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Is_unknown_in_the_first_second()
    {
        var rate = new PushRate(_clock);
        rate.Add(5);
        _clock.Advance(TimeSpan.FromMilliseconds(999));

        Assert.Null(rate.PerSecond());
    }

    [Fact]
    public void Counts_what_was_settled_since_the_start()
    {
        var rate = new PushRate(_clock);
        _clock.Advance(TimeSpan.FromSeconds(4));
        rate.Add(20);

        Assert.Equal(5, rate.PerSecond());
    }

    [Fact]
    public void Forgets_what_is_older_than_the_window()
    {
        var rate = new PushRate(_clock);
        rate.Add(1000);
        _clock.Advance(TimeSpan.FromSeconds(6));
        rate.Add(30);

        Assert.Equal(6, rate.PerSecond());
    }

    [Fact]
    public void Is_unknown_again_when_nothing_was_settled_for_a_whole_window()
    {
        var rate = new PushRate(_clock);
        rate.Add(10);
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Null(rate.PerSecond());
    }
}
