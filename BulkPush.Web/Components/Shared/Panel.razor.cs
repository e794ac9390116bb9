using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>A titled part of a page.</summary>
public sealed partial class Panel
{
    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>How many things the panel lists.</summary>
    [Parameter] public int? Count { get; set; }

    [Parameter] public string? TestId { get; set; }

    [Parameter] public RenderFragment? Actions { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }
}
