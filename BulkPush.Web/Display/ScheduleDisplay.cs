using BulkPush.Core.Schedules;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How the state of a schedule is shown.</summary>
public static class ScheduleDisplay
{
    // Longer than a worker takes to be woken, shorter than anybody's patience.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static StateDisplay For(ScheduleView schedule, DateTimeOffset now) => schedule switch
    {
        { IsPaused: true } => new(Icons.Material.Rounded.PauseCircle, Color.Warning, "Paused"),
        { NextRunAt: null } => new(Icons.Material.Rounded.EventBusy, Color.Warning, "Ended: it never runs again"),
        { NextRunAt: { } next } when now - next > Patience => new(Icons.Material.Rounded.HourglassBottom, Color.Warning, "Overdue: no worker runs"),
        _ => new(Icons.Material.Rounded.EventRepeat, Color.Success, "Active"),
    };
}
