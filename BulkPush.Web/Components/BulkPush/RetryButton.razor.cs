using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Pushes once more what a push that has ended left open; not there while there is nothing of the kind.</summary>
public sealed partial class RetryButton
{
    private bool _isStarting;

    [Parameter, EditorRequired] public required JobProgress Job { get; set; }

    /// <summary>One store; null for all of them.</summary>
    [Parameter] public Guid? StoreId { get; set; }

    [Parameter] public PushItemOutcome Outcome { get; set; } = PushItemOutcome.Failed;

    [Parameter] public bool IsUnpublished { get; set; }

    /// <summary>Starts the new push; null when the operator may not.</summary>
    [Parameter] public Func<RetryScope, Guid?, Task>? OnRetry { get; set; }

    [Parameter] public string TestId { get; set; } = "retry";

    private RetryScope Retry => new(Job.Id) { Outcome = Outcome, IsUnpublished = IsUnpublished };

    private int Count => Job.Stores.Where(store => StoreId is null || store.StoreId == StoreId).Sum(store => Retry.CountIn(store.Status, store.Progress));

    // Not disabled meanwhile: a store may be busy, and the dialog about it gives the focus back to this button.
    private async Task RetryAsync()
    {
        if (_isStarting || OnRetry is not { } retry)
            return;

        _isStarting = true;
        try
        {
            await retry(Retry, StoreId);
        }
        finally
        {
            _isStarting = false;
        }
    }
}
