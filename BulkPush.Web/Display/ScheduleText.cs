using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;

namespace BulkPush.Web.Display;

/// <summary>Schedules in words: what, when, and what became of the last run.</summary>
public static class ScheduleText
{
    public const string OneWaits = "A push of this schedule still waits for a store. At most one does: cancel it, or let it run first.";

    /// <summary>"Every day at 02:30"; an expression that is none of the presets stands beside it.</summary>
    public static string When(string cron)
    {
        var preset = CronPreset.Of(cron);
        return preset.Kind switch
        {
            CronPresetKind.Daily => $"Every day at {Time(preset.Time)}",
            CronPresetKind.Weekdays => $"Monday to Friday at {Time(preset.Time)}",
            CronPresetKind.Weekly => $"{Names.All([.. CronPreset.Week.Where(preset.Days.Contains).Select(day => $"{day}s")])} at {Time(preset.Time)}",
            CronPresetKind.Hourly when preset.Minute == 0 => "Every hour, on the hour",
            CronPresetKind.Hourly => $"Every hour at {preset.Minute} min past",
            _ => "By a cron expression",
        };
    }

    /// <summary>"The whole catalogue to every store".</summary>
    public static string What(ScheduleView schedule)
    {
        var products = schedule.Scope.ProductIds is { } ids ? Amounts.Of(ids.Distinct().Count(), "chosen product") : "The whole catalogue";
        var stores = schedule.StoreNames switch
        {
            null => "every store",
            [] => "stores that were removed",
            var names => Names.All(names),
        };
        var removed = schedule.MissingStores is > 0 and var gone && schedule.StoreNames is { Count: > 0 }
            ? $" ({Amounts.Of(gone, "chosen store")} {(gone == 1 ? "was" : "were")} removed)"
            : "";
        return $"{products} to {stores}{removed}";
    }

    /// <summary>How it is sent where that is not the usual way; null else.</summary>
    public static string? How(PushScope scope)
    {
        var parts = new List<string>();
        if (scope.Force)
            parts.Add("everything is sent again");
        if (scope.Strategy != PushStrategy.Auto)
            parts.Add(scope.Strategy == PushStrategy.Bulk ? "in files" : "one call a product");
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>What there is to say about the last run besides its push; null when nothing is.</summary>
    public static string? Note(ScheduleRun? run, TimeZoneInfo zone) => run switch
    {
        null => null,
        { Outcome: ScheduleRunOutcome.NothingToPush } => $"Nothing to push: {run.Note}",
        { Outcome: ScheduleRunOutcome.StillWaiting } => "Left out: the push of an earlier run still waited for a store. At most one waits.",
        { Outcome: ScheduleRunOutcome.Missed } => $"Missed since {Moments.Exact(run.MissedSince ?? run.At, zone)}, when no worker ran, and left out as this schedule says.",
        { Outcome: ScheduleRunOutcome.Failed } => run.Note,
        { MissedSince: { } since } => $"Made up for what was missed since {Moments.Exact(since, zone)}, when no worker ran.",
        _ => null,
    };

    /// <summary>Whether the note is a problem that somebody should look at.</summary>
    public static bool IsProblem(ScheduleRun run) => run.Outcome is not ScheduleRunOutcome.Started;

    /// <summary>"Sat 28 Mar 2026, 02:30".</summary>
    public static string Run(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Rule(MissedRunRule rule) => rule switch
    {
        MissedRunRule.RunOnce => "Run once afterwards",
        MissedRunRule.Skip => "Leave it out",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>"Europe/Berlin (UTC+02:00)", the distance being that of the moment.</summary>
    public static string Zone(string name, DateTimeOffset now)
    {
        if (ScheduleZones.Find(name) is not { } zone)
            return name;

        var offset = zone.GetUtcOffset(now);
        return offset == TimeSpan.Zero ? $"{name} (UTC)" : $"{name} (UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset.ToString("hh':'mm", CultureInfo.InvariantCulture)})";
    }

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
