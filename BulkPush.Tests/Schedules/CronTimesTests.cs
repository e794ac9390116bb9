using System.Globalization;
using BulkPush.Core.Schedules;

namespace BulkPush.Tests.Schedules;

public sealed class CronTimesTests
{
    private static readonly TimeZoneInfo Berlin = ScheduleZones.Find("Europe/Berlin")!;

    /// <summary>Expression, an instant of UTC, and the clock times in Berlin at which it runs next.</summary>
    public static TheoryData<string, string, string> Changes => new()
    {
        // On 29 March 2026 the clocks go from 02:00 to 03:00.
        { "30 2 * * *", "2026-03-27T12:00Z", "03-28 02:30+1, 03-29 03:00+2, 03-30 02:30+2" },
        { "0,30 2 * * *", "2026-03-28T12:00Z", "03-29 03:00+2, 03-30 02:00+2, 03-30 02:30+2" },
        { "0 2,3 * * *", "2026-03-28T12:00Z", "03-29 03:00+2, 03-30 02:00+2, 03-30 03:00+2" },
        { "0 * * * *", "2026-03-28T23:30Z", "03-29 01:00+1, 03-29 03:00+2, 03-29 04:00+2" },
        { "30 1 * * *", "2026-03-28T12:00Z", "03-29 01:30+1, 03-30 01:30+2" },

        // On 25 October 2026 they go from 03:00 back to 02:00.
        { "30 2 * * *", "2026-10-23T12:00Z", "10-24 02:30+2, 10-25 02:30+2, 10-26 02:30+1" },
        { "0 2 * * *", "2026-10-24T12:00Z", "10-25 02:00+2, 10-26 02:00+1" },
        { "0 3 * * *", "2026-10-24T12:00Z", "10-25 03:00+1, 10-26 03:00+1" },
        { "0 * * * *", "2026-10-24T23:30Z", "10-25 02:00+2, 10-25 02:00+1, 10-25 03:00+1" },
        { "*/30 2 * * *", "2026-10-24T12:00Z", "10-25 02:00+2, 10-25 02:30+2, 10-25 02:00+1, 10-25 02:30+1, 10-26 02:00+1" },

        // Days of the week are those of crontab.
        { "15 6 * * 0", "2026-07-01T12:00Z", "07-05 06:15+2, 07-12 06:15+2" },
        { "15 6 * * 7", "2026-07-01T12:00Z", "07-05 06:15+2, 07-12 06:15+2" },
        { "0 9 * * 1-5", "2026-07-03T12:00Z", "07-06 09:00+2, 07-07 09:00+2" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Runs_by_the_clock_of_the_zone_over_its_changes(string cron, string from, string expected)
    {
        var count = expected.Split(',').Length;

        var runs = CronTimes.Parse(cron, Berlin).After(Moment(from)).Take(count).ToList();

        Assert.Equal(expected, string.Join(", ", runs.Select(InBerlin)));
        Assert.All(runs, run => Assert.Equal(TimeSpan.Zero, run.Offset));
    }

    [Fact]
    public void A_daily_run_takes_place_once_on_every_day_of_a_year_with_both_changes()
    {
        var days = CronTimes.Parse("30 2 * * *", Berlin).After(Moment("2026-01-01T00:00Z")).TakeWhile(run => run < Moment("2026-12-31T00:00Z"))
            .Select(run => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(run, Berlin).DateTime))
            .ToList();

        Assert.Equal(Enumerable.Range(0, days.Count).Select(days[0].AddDays), days);
    }

    [Theory]
    [InlineData("0 12 * *", "This one has 4")]
    [InlineData("0 0 12 * * *", "This one has 6")]
    [InlineData("", "This one has 0")]
    [InlineData("@daily", "This one has 1")]
    [InlineData("60 1 * * *", "The minute '60'")]
    [InlineData("0 24 * * *", "The hour '24'")]
    [InlineData("0 0 32 * *", "The day of the month '32'")]
    [InlineData("0 0 * 13 *", "The month '13'")]
    [InlineData("0 0 * * 9", "The day of the week '9'")]
    [InlineData("a b c d e", "The minute 'a'")]
    public void Says_what_is_wrong_with_an_expression(string cron, string words)
    {
        var mistake = Assert.Throws<FormatException>(() => CronTimes.Parse(cron, Berlin));

        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_where_no_date_fits() => Assert.Null(CronTimes.Parse("0 0 31 2 *", Berlin).NextAfter(Moment("2026-01-01T00:00Z")));

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData(" America/New_York ", true)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Knows_time_zones_by_their_IANA_names(string? name, bool isKnown) => Assert.Equal(isKnown, ScheduleZones.Find(name) is not null);

    [Theory]
    [InlineData("30 2 * * *", "2026-03-29 02:00>03:00 02:30 1; 2026-10-25 03:00>02:00 02:30 1")]
    [InlineData("0 * * * *", "2026-03-29 02:00>03:00 02:00 1; 2026-10-25 03:00>02:00 02:00 2")]
    [InlineData("0 4 * * *", "")]
    [InlineData("0 2 1 * *", "")]
    public void Finds_the_clock_changes_that_touch_a_schedule(string cron, string expected)
    {
        var found = ClockChanges.Touching(CronTimes.Parse(cron, Berlin), Moment("2026-01-10T00:00Z")).Select(change => string.Create(
            CultureInfo.InvariantCulture,
            $"{change.From:yyyy-MM-dd HH:mm}>{change.To:HH:mm} {string.Join(' ', change.Named.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)))} {change.Runs}"));

        Assert.Equal(expected, string.Join("; ", found));
    }

    [Fact]
    public void A_zone_that_never_changes_its_clock_touches_nothing() =>
        Assert.Empty(ClockChanges.Touching(CronTimes.Parse("* * * * *", TimeZoneInfo.Utc), Moment("2026-01-10T00:00Z")));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string InBerlin(DateTimeOffset run)
    {
        var local = TimeZoneInfo.ConvertTime(run, Berlin);
        return string.Create(CultureInfo.InvariantCulture, $"{local:MM-dd HH:mm}+{local.Offset.Hours}");
    }
}
