using BulkPush.Core.Notifications;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Notifications;

/// <summary>Somebody who is told of pushes, and what can be done about it.</summary>
public sealed partial class TargetCard
{
    private static readonly StateDisplay Paused = new(Icons.Material.Rounded.PauseCircle, Color.Warning, "Paused");

    [Parameter, EditorRequired] public required TargetSummary Target { get; set; }

    /// <summary>The test that was sent to it just now; null when none was.</summary>
    [Parameter] public DeliveryRow? Tried { get; set; }

    [Parameter] public bool IsTrying { get; set; }

    [Parameter] public EventCallback OnTest { get; set; }

    [Parameter] public EventCallback OnPause { get; set; }

    [Parameter] public EventCallback OnRemove { get; set; }

    private string Where => Target.Url ?? string.Join(", ", Target.Addresses);
}
