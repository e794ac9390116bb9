using BulkPush.Core.Schedules;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Schedules;

/// <summary>A schedule: what, when, the next run and the last one.</summary>
public sealed partial class ScheduleCard
{
    [Parameter, EditorRequired] public required ScheduleView Schedule { get; set; }

    /// <summary>Whether the operator may change it; without that there are no buttons.</summary>
    [Parameter] public bool MayPush { get; set; }

    [Parameter] public EventCallback<ScheduleView> OnRun { get; set; }

    /// <summary>Pauses it, or lets it go on.</summary>
    [Parameter] public EventCallback<ScheduleView> OnSwitch { get; set; }

    [Parameter] public EventCallback<ScheduleView> OnRemove { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private TimeZoneInfo OwnZone => ScheduleZones.Find(Schedule.TimeZone) ?? TimeZoneInfo.Utc;

    private string YourTime => Zone.Equals(TimeZoneInfo.Utc) ? "UTC" : "your time";

    private string SwitchText => Schedule.IsPaused ? "Resume" : "Pause";

    private bool IsSameClock(DateTimeOffset at) => OwnZone.GetUtcOffset(at) == Zone.GetUtcOffset(at);
}
