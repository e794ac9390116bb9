namespace BulkPush.Core.Jobs;

/// <summary>Pushes as watchers are shown them: what a worker last wrote of itself, unless that worker is dead.</summary>
internal sealed class WatchedJobs(BulkPushJobQueries queries, IStorePushQueue queue)
{
    /// <inheritdoc cref="BulkPushJobQueries.FindAsync"/>
    public async Task<JobProgress?> FindAsync(Guid jobId, CancellationToken cancellationToken)
    {
        var job = await queries.FindAsync(jobId, cancellationToken);
        if (job is null || job.Stores.All(s => s.Status != StorePushStatus.Running))
        {
            return job;
        }

        var orphaned = await queue.OrphanedStoresAsync(cancellationToken);
        return orphaned.Count == 0 ? job : job with { Stores = [.. job.Stores.Select(store => IsOrphaned(store) ? store with { Progress = StorePushFigures.Orphaned(store.Progress) } : store)] };

        bool IsOrphaned(StorePushView store) => store.Status == StorePushStatus.Running && orphaned.Contains(store.StoreId);
    }
}
