using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog;

/// <summary>Changes products. Every change of content bumps the product's revision and leaves an audit entry.</summary>
public sealed class CatalogService(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>Replaces a product's content, if it still has <paramref name="expectedRevision"/>.</summary>
    public Task<ProductUpdateResult> UpdateAsync(long id, long expectedRevision, ProductContent content, string actor, CancellationToken cancellationToken) =>
        throw new NotImplementedException(contexts.ToString());
}

/// <summary>What became of an edit.</summary>
public abstract record ProductUpdateResult
{
    /// <param name="Revision">The revision now; the same as before when the content was equal.</param>
    public sealed record Saved(long Revision) : ProductUpdateResult;

    public sealed record NotFound : ProductUpdateResult;

    /// <summary>Somebody else saved first.</summary>
    public sealed record Conflict(long CurrentRevision) : ProductUpdateResult;

    /// <param name="Errors">Field name to sentences.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : ProductUpdateResult;
}
