using BulkPush.Core.Jobs;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>The newest failures of a push, each with its product, in a list that scrolls.</summary>
public sealed partial class PushErrorList
{
    [Parameter, EditorRequired] public required JobProgress Job { get; set; }

    private int Failed => Job.Failed;

    private int Shown => Job.Stores.Sum(s => s.Progress.RecentErrors.Count);

    private string AllErrorsAddress => PageAddress.JobItems(Job.Id, PushItemOutcome.Failed, storeId: null);

    private IEnumerable<(StorePushView Store, PushItemError Error)> Newest =>
        from store in Job.Stores
        from error in store.Progress.RecentErrors.Reverse()
        select (store, error);
}
