using Microsoft.EntityFrameworkCore.Storage;

namespace BulkPush.Core.Jobs;

/// <summary>The boundary to the scheduler that decides which process runs which store's push, and when.</summary>
internal interface IStorePushQueue
{
    /// <summary>Queues the pushes and commits <paramref name="transaction"/>: our rows and the scheduler's, all or nothing.</summary>
    Task EnqueueAndCommitAsync(IDbContextTransaction transaction, IReadOnlyCollection<StorePush> pushes, CancellationToken cancellationToken);

    /// <summary>Takes queued pushes back and commits <paramref name="transaction"/>. A push that runs already is left alone.</summary>
    Task DequeueAndCommitAsync(IDbContextTransaction transaction, IReadOnlyCollection<Guid> storePushIds, CancellationToken cancellationToken);

    /// <summary>Asks the process that holds this firing to stop, wherever it runs. Harmless when it has ended.</summary>
    Task InterruptAsync(string fireInstanceId, CancellationToken cancellationToken);

    /// <summary>Stores whose push is held by a process that counts as dead and that no other one has taken over yet.</summary>
    Task<IReadOnlySet<Guid>> OrphanedStoresAsync(CancellationToken cancellationToken);
}
