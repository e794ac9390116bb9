using BulkPush.Core.Schedules;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Schedules;

/// <summary>When a schedule runs: presets for those who know no cron, the expression for those who do, and the zone.</summary>
public sealed partial class ScheduleTimeFields
{
    [Parameter, EditorRequired] public required ScheduleForm Form { get; set; }

    /// <summary>What is wrong with a field of <see cref="ScheduleEdit"/>; null when nothing is.</summary>
    [Parameter, EditorRequired] public required Func<string, string?> ErrorOf { get; set; }

    /// <summary>Raised when something else is filled in.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] public required TimeProvider Clock { get; init; }

    private string? CronError => Form.Missing ?? ErrorOf(nameof(ScheduleEdit.Cron));

    private Task ChooseAsync(CronPresetKind kind)
    {
        Form.Choose(kind);
        return Changed.InvokeAsync();
    }

    private Task ChooseAsync(DayOfWeek day, bool isChosen)
    {
        _ = isChosen ? Form.Days.Add(day) : Form.Days.Remove(day);
        return Changed.InvokeAsync();
    }

    private Task<IEnumerable<string>> SearchAsync(string? text, CancellationToken cancellationToken) => Task.FromResult(ZoneSearch.Find(text));
}
