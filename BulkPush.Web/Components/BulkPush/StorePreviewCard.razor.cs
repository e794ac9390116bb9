using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>What a push would do in one store, and the choice whether to push there.</summary>
public sealed partial class StorePreviewCard
{
    [Parameter, EditorRequired] public required StorePreview Store { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public required bool IsChosen { get; set; }

    [Parameter] public EventCallback<bool> IsChosenChanged { get; set; }

    /// <summary>Whether what is up to date would be sent too.</summary>
    [Parameter] public bool IsForced { get; set; }

    private bool CanChoose => Store.Total > 0;
}
