using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>The choice of how products are sent, with what it means.</summary>
public sealed partial class PushStrategySelect
{
    [Parameter, EditorRequired] public required PushStrategy Value { get; set; }

    [Parameter] public EventCallback<PushStrategy> ValueChanged { get; set; }
}
