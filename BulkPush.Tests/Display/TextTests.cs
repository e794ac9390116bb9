using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class TextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, "under 0.1 s")]
    [InlineData(0.04, "under 0.1 s")]
    [InlineData(0.84, "0.8 s")]
    [InlineData(9.99, "9.9 s")]
    [InlineData(42, "42 s")]
    [InlineData(60, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(90000, "25 h")]
    public void A_length_of_time_is_said_in_two_units_at_most(double seconds, string text) => Assert.Equal(text, Spans.Lasted(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(null, null)]
    [InlineData(0d, "a few seconds left")]
    [InlineData(7d, "about 10 s left")]
    [InlineData(60d, "about a minute left")]
    [InlineData(100d, "about 2 min left")]
    [InlineData(5400d, "about 1.5 h left")]
    public void Time_left_is_no_more_exact_than_an_estimate_can_be(double? seconds, string? text) => Assert.Equal(text, Spans.Left(seconds));

    [Theory]
    [InlineData(10, "just now")]
    [InlineData(50, "1 min ago")]
    [InlineData(3540, "59 min ago")]
    [InlineData(3 * 3600, "3 h ago")]
    [InlineData(13 * 3600, "today, 01:30")]
    [InlineData(20 * 3600, "yesterday, 18:30")]
    [InlineData(72 * 3600, "27 Feb 2026")]
    public void A_moment_is_said_as_people_would(int secondsAgo, string text) => Assert.Equal(text, Moments.Ago(Now.AddSeconds(-secondsAgo), Now, TimeZoneInfo.Utc));

    [Theory]
    [InlineData(1, "1 product")]
    [InlineData(0, "0 products")]
    [InlineData(1204, "1,204 products")]
    public void Counts_agree_with_their_noun(int number, string text) => Assert.Equal(text, Amounts.Of(number, "product"));

    [Theory]
    [InlineData(null, null)]
    [InlineData(0d, null)]
    [InlineData(0.5, "0.5 products/s")]
    [InlineData(123.4, "123 products/s")]
    public void A_rate_is_left_out_while_unknown(double? rate, string? text) => Assert.Equal(text, Amounts.Rate(rate));

    [Fact]
    public void Prices_have_two_decimals_and_a_range_only_when_they_differ()
    {
        Assert.Equal("12.50", Amounts.PriceRange(12.5m, 12.50m));
        Assert.Equal("12.50 – 1,999.00", Amounts.PriceRange(12.5m, 1999m));
    }

    [Fact]
    public void A_description_is_read_as_plain_paragraphs_without_scripts_or_markup() => Assert.Equal(
        ["Warm & soft.", "Line two", "• Wool", "• Cotton"],
        DescriptionText.Paragraphs("<script>alert('x')</script><p>Warm &amp;  soft.<br>Line <b>two</b></p><ul><li>Wool</li><li>Cotton</li></ul><img src=x onerror=alert(1)>"));
}
