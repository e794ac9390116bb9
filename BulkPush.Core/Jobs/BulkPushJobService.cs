using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Starts and stops pushes. It records and hands over; workers do the work.</summary>
public sealed class BulkPushJobService(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <param name="idempotencyKey">
    /// The caller's name for this request, at most <see cref="BulkPushJob.MaxIdempotencyKeyLength"/> characters; null for none. The same key of the
    /// same caller finds the job that it started, whatever became of it, when the scope is the same (<see cref="PushScope.Fingerprint"/>).
    /// </param>
    public Task<StartResult> StartAsync(PushScope scope, string requestedBy, string? idempotencyKey, CancellationToken cancellationToken) => throw new NotImplementedException(contexts.ToString());

    public Task<CancelResult> CancelAsync(Guid jobId, string actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>What became of a request to start a push.</summary>
public abstract record StartResult
{
    /// <param name="JobId">The new job, or the one that the same idempotency key started before.</param>
    public sealed record Started(Guid JobId) : StartResult;

    /// <summary>The idempotency key already started another job, for a different scope.</summary>
    public sealed record KeyReused(Guid JobId) : StartResult;

    /// <summary>One of the stores has a push that is not finished.</summary>
    public sealed record AlreadyRunning(Guid JobId, string StoreName) : StartResult;

    /// <summary>The scope holds no product with an active channel, or names what does not exist.</summary>
    /// <param name="Reason">A sentence for people.</param>
    public sealed record NothingToPush(string Reason) : StartResult;
}

/// <summary>What became of a request to cancel a push.</summary>
public enum CancelResult
{
    /// <summary>Queued stores are cancelled at once; running ones stop at their next checkpoint.</summary>
    Accepted,
    NotFound,
    AlreadyFinished,
}
