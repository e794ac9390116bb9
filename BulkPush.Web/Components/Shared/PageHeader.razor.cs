using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>A page's heading, with its browser title and its main actions.</summary>
public sealed partial class PageHeader
{
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>One sentence on what the page is for.</summary>
    [Parameter]
    public string? Subtitle { get; set; }

    /// <summary>The page above this one.</summary>
    [Parameter]
    public (string Address, string Text)? Parent { get; set; }

    /// <summary>Facts below the title.</summary>
    [Parameter]
    public RenderFragment? Details { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }
}
