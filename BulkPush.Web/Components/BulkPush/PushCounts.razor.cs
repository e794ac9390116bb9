using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Created, updated, unchanged and failed products; also the legend of the bar above.</summary>
public sealed partial class PushCounts
{
    [Parameter, EditorRequired] public required PushShare Share { get; set; }

    /// <summary>Products that the push left out; shown when there are any.</summary>
    [Parameter] public int Skipped { get; set; }

    [Parameter] public bool IsLarge { get; set; }

    /// <summary>Start of the numbers' test ids.</summary>
    [Parameter] public string TestId { get; set; } = "count";

    private IEnumerable<(string Kind, string Text, int Number)> Counts
    {
        get
        {
            yield return ("created", "Created", Share.Created);
            yield return ("updated", "Updated", Share.Updated);
            yield return ("unchanged", "Unchanged", Share.Unchanged);
            yield return ("failed", "Failed", Share.Failed);
            if (Share.Deferred > 0)
                yield return ("deferred", "Deferred", Share.Deferred);
            if (Skipped > 0)
                yield return ("skipped", "Skipped", Skipped);
        }
    }
}
