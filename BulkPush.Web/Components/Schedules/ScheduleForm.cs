using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Web.Display;

namespace BulkPush.Web.Components.Schedules;

/// <summary>What the fields of the schedule page hold.</summary>
public sealed class ScheduleForm
{
    public string Name { get; set; } = "";

    public CronPresetKind Kind { get; set; }

    /// <summary>As the browser's time field gives it, <c>03:00</c>; empty while it is not filled in.</summary>
    public string Time { get; set; } = "";

    public int? Minute { get; set; }

    public HashSet<DayOfWeek> Days { get; init; } = [];

    public string CustomCron { get; set; } = "";

    public string? TimeZone { get; set; }

    public MissedRunRule MissedRuns { get; set; }

    public bool IsEveryStore { get; set; } = true;

    public HashSet<Guid> StoreIds { get; init; } = [];

    /// <summary>Null for the whole catalogue.</summary>
    public IReadOnlyList<long>? ProductIds { get; set; }

    public bool IsForced { get; set; }

    public PushStrategy Strategy { get; set; }

    /// <inheritdoc cref="PushScope.NotifyTargetIds"/>
    public IReadOnlyList<Guid>? NotifyTargetIds { get; set; }

    /// <summary>The expression that the fields make; empty while one of them is missing.</summary>
    public string Cron => Missing is null ? Preset.Cron : "";

    /// <summary>What has to be filled in before there is an expression; null when nothing has.</summary>
    public string? Missing => Kind switch
    {
        CronPresetKind.Hourly => Minute is >= 0 and < 60 ? null : "Give a minute from 0 to 59.",
        CronPresetKind.Custom => CustomCron.Trim().Length > 0 ? null : "Enter a cron expression, or choose another kind.",
        _ when ParsedTime is null => "Choose a time.",
        CronPresetKind.Weekly when Days.Count == 0 => "Choose at least one day.",
        _ => null,
    };

    private CronPreset Preset => new(Kind, ParsedTime ?? default, Minute ?? 0, [.. Days], CustomCron);

    private TimeOnly? ParsedTime => TimeOnly.TryParse(Time, CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>An empty form for this scope, in the visitor's time zone.</summary>
    public static ScheduleForm New(PushScope scope, TimeZoneInfo zone)
    {
        var form = Of(CronPreset.Default, scope);
        form.TimeZone = zone.HasIanaId ? zone.Id : "UTC";
        return form;
    }

    public static ScheduleForm Of(ScheduleView schedule)
    {
        var form = Of(CronPreset.Of(schedule.Cron), schedule.Scope);
        (form.Name, form.TimeZone, form.MissedRuns) = (schedule.Name, schedule.TimeZone, schedule.MissedRuns);
        return form;
    }

    /// <summary>Takes another kind; the expression so far is where an own one begins.</summary>
    public void Choose(CronPresetKind kind)
    {
        if (kind == CronPresetKind.Custom && Cron.Length > 0)
            CustomCron = Cron;
        Kind = kind;
    }

    public ScheduleEdit ToEdit() => new()
    {
        Name = Name,
        Cron = Cron,
        TimeZone = TimeZone ?? "",
        MissedRuns = MissedRuns,
        Scope = new PushScope
        {
            StoreIds = IsEveryStore ? null : [.. StoreIds.Order()],
            ProductIds = ProductIds,
            Force = IsForced,
            Strategy = Strategy,
            NotifyTargetIds = NotifyTargetIds,
        },
    };

    private static ScheduleForm Of(CronPreset preset, PushScope scope) => new()
    {
        Kind = preset.Kind,
        Time = preset.Time.ToString("HH:mm", CultureInfo.InvariantCulture),
        Minute = preset.Minute,
        Days = [.. preset.Days],
        CustomCron = preset.Text,
        IsEveryStore = scope.StoreIds is null,
        StoreIds = [.. scope.StoreIds ?? []],
        ProductIds = scope.ProductIds,
        IsForced = scope.Force,
        Strategy = scope.Strategy,
        NotifyTargetIds = scope.NotifyTargetIds,
    };
}
