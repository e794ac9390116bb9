using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Takes up what went wrong in a push that has ended, as a new push of exactly those products in exactly those stores, with the same options.</summary>
public sealed class PushRetries(IDbContextFactory<BulkPushDbContext> contexts, BulkPushJobService jobs)
{
    /// <summary>Starts a retry, unless one of its stores is busy.</summary>
    /// <inheritdoc cref="StartAsync(RetryScope, Guid?, string, string?, WhenBusy, CancellationToken)"/>
    public Task<StartResult> StartAsync(RetryScope retry, Guid? storeId, string requestedBy, string? idempotencyKey, CancellationToken cancellationToken) =>
        StartAsync(retry, storeId, requestedBy, idempotencyKey, WhenBusy.Refuse, cancellationToken);

    /// <param name="storeId">One store of the job; null for all of them.</param>
    /// <param name="idempotencyKey">As for <see cref="BulkPushJobService.StartAsync(PushScope, string, string?, WhenBusy, CancellationToken)"/>.</param>
    /// <param name="whenBusy">As there.</param>
    public async Task<StartResult> StartAsync(
        RetryScope retry, Guid? storeId, string requestedBy, string? idempotencyKey, WhenBusy whenBusy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await db.BulkPushJobs.AsNoTracking().Include(j => j.StorePushes).AsSplitQuery().SingleOrDefaultAsync(j => j.Id == retry.JobId, cancellationToken);
        if (job is null)
        {
            return new StartResult.NoSuchJob();
        }

        if (!job.IsFinal)
        {
            return new StartResult.NotOver(job.Id);
        }

        var scope = job.Scope with { Retry = retry, StoreIds = storeId is { } store ? [store] : job.Scope.StoreIds };
        var result = await jobs.StartAsync(scope, requestedBy, idempotencyKey, whenBusy, cancellationToken);
        return result is StartResult.Started started
            ? started with { LeftOut = await LeftOutAsync(db, started.JobId, retry, job, storeId, cancellationToken) }
            : result;
    }

    /// <summary>What was meant and can not be pushed any more, because it was deleted or switched off since.</summary>
    private static async Task<int> LeftOutAsync(
        BulkPushDbContext db, Guid newJobId, RetryScope retry, BulkPushJob job, Guid? storeId, CancellationToken cancellationToken)
    {
        var meant = job.StorePushes.Where(p => storeId is null || p.StoreId == storeId).Sum(p => retry.CountIn(p.Status, p.Progress));
        var taken = await db.StorePushes.AsNoTracking().Where(p => p.JobId == newJobId).Select(p => p.Progress).ToListAsync(cancellationToken);
        return Math.Max(0, meant - taken.Sum(progress => progress.Total));
    }
}
