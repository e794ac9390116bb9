using System.Globalization;
using BulkPush.Core.Schedules;

namespace BulkPush.Web.Display;

/// <summary>What a change of the clock does to a schedule, in words.</summary>
public static class ClockChangeText
{
    private const int NamedTimes = 3;

    /// <summary>"On Sun 29 Mar 2026 the clocks go from 02:00 to 03:00: the run of 02:30 takes place at 03:00."</summary>
    public static string Sentence(ClockChange change)
    {
        var many = change.Named.Count > 1;
        var subject = change.Named.Count <= NamedTimes
            ? $"the {(many ? "runs" : "run")} of {Names.All([.. change.Named.Select(Time)])}"
            : $"the {change.Named.Count} runs from {Time(change.Named[0])} to {Time(change.Named[^1])}";
        var date = change.From.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
        var (from, to) = (Time(TimeOnly.FromDateTime(change.From)), Time(TimeOnly.FromDateTime(change.To)));
        return $"On {date} the clocks go from {from} {(change.IsForward ? "" : "back ")}to {to}: {subject} {(many ? "take" : "takes")} place {Effect(change, to, many)}.";
    }

    private static string Effect(ClockChange change, string to, bool many) => change switch
    {
        { IsForward: true } => many ? $"once, at {to}" : $"at {to}",
        _ when change.Runs > change.Named.Count => "twice",
        _ => "once, the first time",
    };

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
