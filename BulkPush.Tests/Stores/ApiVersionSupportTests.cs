using BulkPush.Core.Stores;

namespace BulkPush.Tests.Stores;

public sealed class ApiVersionSupportTests
{
    [Theory]
    [InlineData("2026-07", "2027-07-01")]
    [InlineData("2025-01", "2026-01-01")]
    [InlineData("unstable", null)]
    [InlineData("2026-7", null)]
    [InlineData("", null)]
    public void A_version_is_promised_twelve_months(string version, string? end) =>
        Assert.Equal(end is null ? null : DateOnly.ParseExact(end, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ApiVersionSupport.EndOf(version));

    [Theory]
    [InlineData("2027-05-01T23:59:59Z", null)]
    [InlineData("2027-05-02T00:00:00Z", 60)]
    [InlineData("2027-06-30T12:00:00Z", 1)]
    [InlineData("2027-07-01T00:00:00Z", 0)]
    [InlineData("2027-08-01T00:00:00Z", -31)]
    public void The_last_sixty_days_and_what_comes_after_are_told(string now, int? daysLeft)
    {
        var finding = ApiVersionSupport.Judge(Version("2026-07", "2026-07"), At(now));

        Assert.Equal(daysLeft is { } days ? new ApiVersionFinding.EndsSoon("2026-07", new DateOnly(2027, 7, 1), days) : new ApiVersionFinding.Supported(), finding);
    }

    [Fact]
    public void The_day_is_Shopifys_whatever_zone_the_moment_is_in() =>
        Assert.IsType<ApiVersionFinding.EndsSoon>(ApiVersionSupport.Judge(Version("2026-07", "2026-07"), At("2027-05-01T22:00:00-05:00")));

    [Fact]
    public void Another_version_than_the_one_asked_for_is_told_however_new_it_is() =>
        Assert.Equal(
            new ApiVersionFinding.FallsForward("2025-07", "2026-01"),
            ApiVersionSupport.Judge(Version("2025-07", "2026-01"), At("2026-11-25T00:00:00Z")));

    [Fact]
    public void Unstable_has_no_end() =>
        Assert.IsType<ApiVersionFinding.Supported>(ApiVersionSupport.Judge(Version("unstable", "unstable"), At("2040-01-01T00:00:00Z")));

    private static StoreApiVersion Version(string asked, string served) => new(asked, served, At("2026-07-01T00:00:00Z"));

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
}
