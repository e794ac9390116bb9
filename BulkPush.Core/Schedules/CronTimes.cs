using Quartz;

namespace BulkPush.Core.Schedules;

/// <summary>
/// The instants that a cron expression names on the clock of a time zone, by the very rules by which Quartz fires: a time that a clock change leaves out
/// runs when the gap ends, a fixed time that comes twice runs the first time (docs/schedules.md).
/// </summary>
public sealed class CronTimes
{
    private const int Fields = 5;

    private static readonly (string Name, string Takes)[] FieldNames =
    [
        ("minute", "0 to 59"),
        ("hour", "0 to 23"),
        ("day of the month", "1 to 31"),
        ("month", "1 to 12 or JAN to DEC"),
        ("day of the week", "0 to 7 (0 and 7 are Sunday) or SUN to SAT"),
    ];

    private readonly CronExpression _expression;

    private CronTimes(CronExpression expression, string cron, TimeZoneInfo zone) => (_expression, Cron, Zone) = (expression, cron, zone);

    /// <summary>The expression, single spaces between its fields.</summary>
    public string Cron { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>The times of a stored schedule.</summary>
    /// <exception cref="FormatException">The expression or the zone is not one that this machine knows.</exception>
    public static CronTimes Of(PushSchedule schedule) => Parse(
        schedule.Cron,
        ScheduleZones.Find(schedule.TimeZone) ?? throw new FormatException($"This machine does not know the time zone '{schedule.TimeZone}'."));

    /// <exception cref="FormatException">The message says what is wrong, for people.</exception>
    public static CronTimes Parse(string cron, TimeZoneInfo zone)
    {
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Fields)
        {
            throw new FormatException(
                $"A cron expression has five fields: minute, hour, day of the month, month and day of the week. This one has {fields.Length}.");
        }

        var text = string.Join(' ', fields);
        return CronExpression.TryParse(text, CronFormat.Unix, out var expression)
            ? new CronTimes(expression.WithTimeZone(zone), text, zone)
            : throw new FormatException(Explain(fields));
    }

    /// <summary>The first instant after <paramref name="moment"/>, in UTC; null when there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment) => _expression.GetNextValidTimeAfter(moment)?.ToUniversalTime();

    /// <summary>All instants after <paramref name="moment"/>, in order and in UTC.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset moment)
    {
        for (var next = NextAfter(moment); next is { } at; next = NextAfter(at))
        {
            yield return at;
        }
    }

    /// <summary>The same expression on the clock of another zone.</summary>
    public CronTimes In(TimeZoneInfo zone) => new(_expression.WithTimeZone(zone), Cron, zone);

    /// <summary>Quartz's own messages name no field; trying each alone finds it.</summary>
    private static string Explain(string[] fields)
    {
        for (var i = 0; i < Fields; i++)
        {
            var alone = string.Join(' ', Enumerable.Range(0, Fields).Select(field => field == i ? fields[field] : "*"));
            if (!CronExpression.TryParse(alone, CronFormat.Unix, out _))
            {
                return $"The {FieldNames[i].Name} '{fields[i]}' is not possible. It takes {FieldNames[i].Takes}, also as a list (1,5), a range (1-5), steps (*/2) or * for every one.";
            }
        }

        return "These fields do not go together.";
    }
}
