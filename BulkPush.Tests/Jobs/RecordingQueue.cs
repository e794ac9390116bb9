using BulkPush.Core.Jobs;
using Microsoft.EntityFrameworkCore.Storage;

namespace BulkPush.Tests.Jobs;

/// <summary>A queue that nobody works off: it commits as the real one does and remembers what was asked of it.</summary>
internal sealed class RecordingQueue : IStorePushQueue
{
    public List<Guid> Queued { get; } = [];

    public List<string> Interrupted { get; } = [];

    /// <summary>Runs when a job is in the queue, before whoever started it hears of it.</summary>
    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    public async Task EnqueueAndCommitAsync(IDbContextTransaction transaction, IReadOnlyCollection<StorePush> pushes, CancellationToken cancellationToken)
    {
        await transaction.CommitAsync(cancellationToken);
        Queued.AddRange(pushes.Select(p => p.Id));
        await AfterCommit();
    }

    public async Task DequeueAndCommitAsync(IDbContextTransaction transaction, IReadOnlyCollection<Guid> storePushIds, CancellationToken cancellationToken)
    {
        await transaction.CommitAsync(cancellationToken);
        Queued.RemoveAll(storePushIds.Contains);
    }

    public Task InterruptAsync(string fireInstanceId, CancellationToken cancellationToken)
    {
        Interrupted.Add(fireInstanceId);
        return Task.CompletedTask;
    }

    public Task<IReadOnlySet<Guid>> OrphanedStoresAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>());
}
