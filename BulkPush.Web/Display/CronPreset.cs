using System.Globalization;

namespace BulkPush.Web.Display;

/// <summary>The kinds of schedules that can be filled in without knowing cron.</summary>
public enum CronPresetKind
{
    Daily,
    Weekdays,
    Weekly,
    Hourly,
    Custom,
}

/// <summary>A cron expression as somebody fills it in who does not know cron.</summary>
/// <param name="Time">Of the kinds that run at most once a day.</param>
/// <param name="Minute">Of <see cref="CronPresetKind.Hourly"/>.</param>
/// <param name="Days">Of <see cref="CronPresetKind.Weekly"/>.</param>
/// <param name="Text">Of <see cref="CronPresetKind.Custom"/>.</param>
public sealed record CronPreset(CronPresetKind Kind, TimeOnly Time, int Minute, IReadOnlyList<DayOfWeek> Days, string Text)
{
    private const string Workdays = "1-5";

    /// <summary>Every night, when few shop.</summary>
    public static CronPreset Default { get; } = new(CronPresetKind.Daily, new TimeOnly(3, 0), 0, [DayOfWeek.Monday], "0 3 * * *");

    /// <summary>Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The expression; five fields.</summary>
    public string Cron => Kind switch
    {
        CronPresetKind.Daily => At("*"),
        CronPresetKind.Weekdays => At(Workdays),
        CronPresetKind.Weekly => Days.Count == 0 ? "" : At(string.Join(',', Days.Order().Select(day => (int)day))),
        CronPresetKind.Hourly => string.Create(CultureInfo.InvariantCulture, $"{Minute} * * * *"),
        _ => Text,
    };

    /// <summary>The preset that an expression is one of, else <see cref="CronPresetKind.Custom"/>.</summary>
    public static CronPreset Of(string cron)
    {
        var custom = Default with { Kind = CronPresetKind.Custom, Text = cron };
        if (cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var minutes, var hours, "*", "*", var days] || Number(minutes, 59) is not { } minute)
            return custom;

        if (hours == "*" && days == "*")
            return custom with { Kind = CronPresetKind.Hourly, Minute = minute };

        if (Number(hours, 23) is not { } hour)
            return custom;

        var timed = custom with { Time = new TimeOnly(hour, minute) };
        if (days == "*")
            return timed with { Kind = CronPresetKind.Daily };

        if (days == Workdays)
            return timed with { Kind = CronPresetKind.Weekdays };

        var named = days.Split(',').Select(day => Number(day, 7)).ToList();
        return named.Contains(null)
            ? custom
            : timed with { Kind = CronPresetKind.Weekly, Days = [.. named.Select(day => (DayOfWeek)(day!.Value % 7)).Distinct()] };
    }

    private string At(string days) => string.Create(CultureInfo.InvariantCulture, $"{Time.Minute} {Time.Hour} * * {days}");

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
