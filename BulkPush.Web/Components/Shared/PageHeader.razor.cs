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

    [Parameter]
    public RenderFragment? Actions { get; set; }
}
