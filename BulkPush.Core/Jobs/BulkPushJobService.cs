using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Starts and stops pushes. It records and hands over; workers do the work.</summary>
public sealed class BulkPushJobService(IDbContextFactory<BulkPushDbContext> contexts)
{
    public Task<StartResult> StartAsync(PushScope scope, string requestedBy, CancellationToken cancellationToken) => throw new NotImplementedException(contexts.ToString());

    public Task<CancelResult> CancelAsync(Guid jobId, string actor, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>What became of a request to start a push.</summary>
public abstract record StartResult
{
    public sealed record Started(Guid JobId) : StartResult;

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
