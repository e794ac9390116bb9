using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Which push of the store this one waits for, and which ones wait for it, with links; empty when it is alone there.</summary>
public sealed partial class StoreLineNote
{
    [Parameter, EditorRequired] public required StorePushView Store { get; set; }
}
