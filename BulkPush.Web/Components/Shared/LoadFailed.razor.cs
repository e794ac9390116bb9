using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>Stands where content would be that could not be read.</summary>
public sealed partial class LoadFailed
{
    /// <summary>What happened and what it affects, in a sentence.</summary>
    [Parameter, EditorRequired]
    public required string Message { get; set; }

    /// <summary>Without it there is no button.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
