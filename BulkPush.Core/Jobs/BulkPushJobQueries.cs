using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Reads pushes for pages and the API, from PostgreSQL only.</summary>
public sealed class BulkPushJobQueries(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>The job with its stores' live progress; null when there is none.</summary>
    public Task<JobProgress?> FindAsync(Guid jobId, CancellationToken cancellationToken) => throw new NotImplementedException(contexts.ToString());

    /// <summary>Newest first.</summary>
    /// <param name="page">Zero-based.</param>
    public Task<JobPage> ListAsync(BulkPushJobStatus? status, int page, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What a push of this scope would do, per store, without doing it.</summary>
    public Task<PushPreview> PreviewAsync(PushScope scope, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Per-product results in product order, a page at a time; null when there is no such job.</summary>
    public Task<PushItemPage?> ItemsAsync(PushItemQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();
}
