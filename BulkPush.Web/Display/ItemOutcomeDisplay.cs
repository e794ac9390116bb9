using BulkPush.Core.Jobs;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How the outcome of one product is shown.</summary>
public static class ItemOutcomeDisplay
{
    public static StateDisplay For(PushItemOutcome outcome) => outcome switch
    {
        PushItemOutcome.Pending => new(Icons.Material.Rounded.Schedule, Color.Default, "Waiting"),
        PushItemOutcome.Created => new(Icons.Material.Rounded.AddCircle, Color.Success, "Created"),
        PushItemOutcome.Updated => new(Icons.Material.Rounded.ChangeCircle, Color.Primary, "Updated"),
        PushItemOutcome.Unchanged => new(Icons.Material.Rounded.DragHandle, Color.Default, "Unchanged"),
        PushItemOutcome.Failed => new(Icons.Material.Rounded.Error, Color.Error, "Failed"),
        PushItemOutcome.Deferred => new(Icons.Material.Rounded.HourglassTop, Color.Info, "Deferred"),
        PushItemOutcome.Skipped => new(Icons.Material.Rounded.SkipNext, Color.Default, "Skipped"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
