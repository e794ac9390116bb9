namespace BulkPush.Core.Schedules;

/// <summary>What a change of a zone's clock does to a schedule.</summary>
/// <param name="At">The first instant on the new time.</param>
/// <param name="From">What the clock would show then without the change.</param>
/// <param name="To">What it shows.</param>
/// <param name="Named">The clock times that the schedule names in the stretch that is left out or comes twice; never empty.</param>
/// <param name="Runs">How many runs take place for them.</param>
public sealed record ClockChange(DateTimeOffset At, DateTime From, DateTime To, IReadOnlyList<TimeOnly> Named, int Runs)
{
    /// <summary>Whether clock times are left out; else they come twice.</summary>
    public bool IsForward => To > From;
}

/// <summary>Finds the clock changes that touch a schedule.</summary>
public static class ClockChanges
{
    // Every zone that changes its clock does so within a year; some a little later than the year before.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(400);

    /// <summary>Those of the coming year or so.</summary>
    public static IEnumerable<ClockChange> Touching(CronTimes times, DateTimeOffset from)
    {
        foreach (var at in In(times.Zone, from, from + Horizon))
        {
            var before = DateTime.SpecifyKind((at + times.Zone.GetUtcOffset(at.AddSeconds(-1))).UtcDateTime, DateTimeKind.Unspecified);
            var after = DateTime.SpecifyKind((at + times.Zone.GetUtcOffset(at)).UtcDateTime, DateTimeKind.Unspecified);
            var (first, end) = before < after ? (before, after) : (after, before);
            var named = Between(times.In(TimeZoneInfo.Utc), Utc(first), Utc(end)).Select(wall => TimeOnly.FromDateTime(wall.UtcDateTime)).ToList();
            if (named.Count == 0)
            {
                continue;
            }

            var span = end - first;
            var runs = before < after ? Between(times, at, at.AddSeconds(1)) : Between(times, at - span, at + span);
            yield return new ClockChange(at, before, after, named, runs.Count());
        }
    }

    private static IEnumerable<DateTimeOffset> Between(CronTimes times, DateTimeOffset from, DateTimeOffset until) =>
        times.After(from.AddSeconds(-1)).TakeWhile(at => at < until);

    private static DateTimeOffset Utc(DateTime wall) => new(wall, TimeSpan.Zero);

    /// <summary>Instants at which the zone's distance to UTC changes, to the minute: no zone changes within one.</summary>
    private static IEnumerable<DateTimeOffset> In(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        for (var day = from; day < until; day = day.AddDays(1))
        {
            var (low, high) = (Minute(day), Minute(day.AddDays(1)));
            var offset = zone.GetUtcOffset(low);
            if (zone.GetUtcOffset(high) == offset)
            {
                continue;
            }

            while (high - low > TimeSpan.FromMinutes(1))
            {
                var middle = Minute(low + ((high - low) / 2));
                (low, high) = zone.GetUtcOffset(middle) == offset ? (middle, high) : (low, middle);
            }

            yield return high;
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
