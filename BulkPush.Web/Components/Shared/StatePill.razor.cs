using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>A state in icon, colour and words.</summary>
public sealed partial class StatePill
{
    [Parameter, EditorRequired] public required StateDisplay State { get; set; }

    /// <summary>Shown instead of the state's own text.</summary>
    [Parameter] public string? Text { get; set; }

    [Parameter] public string? TestId { get; set; }
}
