using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class DeferralTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.CreateCustomTimeZone("Berlin", TimeSpan.FromHours(2), "Berlin", "Berlin");

    [Theory]
    [InlineData(0, "today, 14:00")]
    [InlineData(24, "tomorrow, 14:00")]
    [InlineData(49, "3 Jul 2026, 15:00")]
    public void Says_how_many_wait_and_until_when(int hours, string when) => Assert.Equal(
        $"312 products wait until {when}: Shopify lets this store add no more variants before. The first push after that sends them.",
        DeferralText.ForStore(312, Now.AddHours(hours), Now, Berlin));

    [Fact]
    public void Speaks_of_one_product_in_the_singular() =>
        Assert.StartsWith("1 product waits until tomorrow, 12:00 UTC: ", DeferralText.ForJob(1, Now.AddDays(1), Now, TimeZoneInfo.Utc), StringComparison.Ordinal);

    [Fact]
    public void Says_nothing_when_nothing_waits()
    {
        Assert.Null(DeferralText.ForStore(0, null, Now, Berlin));
        Assert.Null(DeferralText.ForNewProducts(null, Now, Berlin));
        Assert.Null(DeferralText.ForNewProducts(Now, Now, Berlin));
    }
}
