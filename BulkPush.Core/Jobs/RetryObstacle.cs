using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Why a retry has nothing to push.</summary>
internal static class RetryObstacle
{
    /// <summary>One sentence or two for people: what happened and what to do.</summary>
    public static async Task<string> ExplainAsync(BulkPushDbContext db, PushScope scope, RetryScope retry, CancellationToken cancellationToken)
    {
        var pushes = await db.StorePushes.AsNoTracking().Include(p => p.Store).Where(p => p.JobId == retry.JobId).ToListAsync(cancellationToken);
        pushes.RemoveAll(push => scope.StoreIds is { } chosen && !chosen.Contains(push.StoreId));
        if (pushes.Count == 0)
        {
            return "The store was removed from BulkPush since, or had no part in this push. Start a new push to the stores that there are.";
        }

        var where = pushes.Count == 1 ? pushes[0].Store!.Name : "this push";
        if (pushes.Sum(push => retry.CountIn(push.Status, push.Progress)) == 0)
        {
            return $"There is nothing to retry: {NoneOf(retry)} in {where}.";
        }

        foreach (var push in pushes)
        {
            // What is switched off is still there; what was deleted has taken its results along.
            var items = await RetriedItems.InAsync(db, scope, push.StoreId, cancellationToken);
            if (await items.CountInactiveAsync(db, scope, push.StoreId, cancellationToken) > 0)
            {
                return $"The products that are left to retry in {where} are switched off in their stores now. Switch them on on the Products page, then push them.";
            }
        }

        return $"The products that were left to retry in {where} have been deleted since. There is nothing to do.";
    }

    private static string NoneOf(RetryScope retry) => (retry.IsUnpublished, retry.Outcome) switch
    {
        (true, _) => "no product waits to be published",
        (_, PushItemOutcome.Skipped) => "no product was skipped",
        (_, PushItemOutcome.Deferred) => "no product was deferred",
        _ => "no product failed",
    };
}
