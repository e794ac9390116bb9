using System.Globalization;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Catalog;

/// <summary>Changes products. Every change of content bumps the product's revision and leaves an audit entry.</summary>
public sealed class CatalogService(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Replaces a product's content, if it still has <paramref name="expectedRevision"/>. Content that says the same is no change.</summary>
    public async Task<ProductUpdateResult> UpdateAsync(
        long id, long expectedRevision, ProductContent content, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var product = await db.Products
            .Include(p => p.Variants).Include(p => p.Images).Include(p => p.Metafields)
            .AsSplitQuery()
            .SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (product is null)
            return new ProductUpdateResult.NotFound();
        if (product.Revision != expectedRevision)
            return new ProductUpdateResult.Conflict(product.Revision);

        var normalised = ProductContentRules.Normalise(content);
        var errors = ProductContentRules.Validate(normalised);
        if (errors.Count > 0)
            return new ProductUpdateResult.Invalid(errors);
        if (!ProductContentMapping.Change(product, normalised, clock.GetUtcNow()))
            return new ProductUpdateResult.Saved(product.Revision);

        audit.Add(db, actor, "product.updated", product.Id.ToString(CultureInfo.InvariantCulture), $"Changed product '{product.Title}'.");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new ProductUpdateResult.Saved(product.Revision);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await ConflictAsync(id, cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new ProductUpdateResult.Invalid(new Dictionary<string, string[]>
            {
                ["handle"] = [$"The handle '{normalised.Handle}' belongs to another product already."],
            });
        }
    }

    private async Task<ProductUpdateResult> ConflictAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var revision = await db.Products.Where(p => p.Id == id).Select(p => (long?)p.Revision).SingleOrDefaultAsync(cancellationToken);
        return revision is { } current ? new ProductUpdateResult.Conflict(current) : new ProductUpdateResult.NotFound();
    }
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
