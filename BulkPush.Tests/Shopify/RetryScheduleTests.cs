using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

public sealed class RetryScheduleTests
{
    private static readonly ShopifyOptions Options = new() { BackOff = TimeSpan.FromSeconds(1), MaxBackOff = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(1, 1.0, 1)]
    [InlineData(2, 1.0, 2)]
    [InlineData(4, 0.5, 6)]
    [InlineData(9, 1.0, 30)]
    [InlineData(500, 1.0, 30)]
    public void The_pause_doubles_with_jitter_up_to_the_limit(int attempts, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetrySchedule(Options, () => chance).DelayAfter(attempts, null));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0.1, 1)]
    [InlineData(3600, 30)]
    [InlineData(-5, 1)]
    public void What_Shopify_asks_for_is_not_undercut(double retryAfter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetrySchedule(Options, () => 1).DelayAfter(1, TimeSpan.FromSeconds(retryAfter)));
}
