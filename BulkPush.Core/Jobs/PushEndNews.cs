using BulkPush.Core.Notifications;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Records who is to be told that a push ended, and of what, in the transaction that ends it.</summary>
internal static class PushEndNews
{
    /// <summary>First failures told of one store, and of a push as a whole; the push's page has them all.</summary>
    private const int FailuresOfAStore = 5;
    private const int FailuresOfAPush = 20;

    /// <param name="pushes">The job's store pushes as they ended, with their stores.</param>
    public static async Task RecordAsync(BulkPushDbContext db, Guid jobId, IReadOnlyList<StorePush> pushes, CancellationToken cancellationToken)
    {
        var job = await db.BulkPushJobs.AsNoTracking().SingleAsync(j => j.Id == jobId, cancellationToken);
        var announcement = new Announcement(EventOf(job, pushes), new News(job.FinishedAt!.Value) { Push = NewsOf(job, pushes) }) { JobId = jobId };
        await NotificationOutbox.AddAsync(db, announcement, job.Scope.NotifyTargetIds, cancellationToken);

        // Crash point 24: recorded who is told, not committed. Safe: the push has not ended either, and whoever ends it records both again.
        CrashPoint.Reached(24);
    }

    private static NotificationEvent EventOf(BulkPushJob job, IReadOnlyList<StorePush> pushes) => job.Status switch
    {
        BulkPushJobStatus.Failed => NotificationEvent.Failed,
        BulkPushJobStatus.Cancelled => NotificationEvent.Cancelled,
        _ when pushes.Any(p => p.Status == StorePushStatus.Failed || p.Progress.Failed > 0) => NotificationEvent.CompletedWithErrors,
        _ => NotificationEvent.Completed,
    };

    private static PushNews NewsOf(BulkPushJob job, IReadOnlyList<StorePush> pushes)
    {
        var left = FailuresOfAPush;
        var stores = new List<StoreNews>();
        foreach (var push in pushes.OrderBy(p => p.Store!.Name, StringComparer.OrdinalIgnoreCase))
        {
            var failures = push.Progress.RecentErrors.Take(Math.Min(FailuresOfAStore, left))
                .Select(e => new FailureNews(e.ProductId, e.Handle, e.Title, e.Code, e.Field, e.Message)).ToList();
            left -= failures.Count;
            var progress = push.Progress;
            stores.Add(new StoreNews(
                push.StoreId, push.Store!.Name, push.Status.ToString().ToLowerInvariant(), push.Error, progress.Total, progress.Created, progress.Updated,
                progress.Unchanged, progress.Failed, progress.Deferred, progress.Skipped, failures));
        }

        return new PushNews(job.Id, job.Status.ToString().ToLowerInvariant(), job.Error, job.RequestedBy, job.CreatedAt, job.StartedAt, job.FinishedAt!.Value, stores);
    }
}
