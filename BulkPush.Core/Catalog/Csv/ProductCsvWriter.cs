using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>Writes the products of one import, a batch a transaction, and keeps its counts.</summary>
internal sealed class ProductCsvWriter(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit, TimeProvider clock, string actor)
{
    public const string AuditAction = "products.imported";

    private const int Attempts = 3;

    private readonly List<ProductImportError> _errors = [];
    private Counts _total;
    private long? _auditEntryId;

    /// <summary>Products handled so far, with and without an error.</summary>
    public int Products => _total.Created + _total.Updated + _total.Unchanged + _errors.Count;

    public ProductImportResult Result(IReadOnlyList<string> ignoredColumns) => new(_total.Created, _total.Updated, _total.Unchanged, _errors, ignoredColumns);

    /// <summary>Upserts the products by handle. A product that the database refuses becomes an error; the others are saved.</summary>
    public async Task WriteAsync(IReadOnlyList<ProductCsvRows> batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(batch, cancellationToken);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && IsRace(exception))
            {
                // Somebody edited or imported one of these products meanwhile: read them again and decide anew.
            }
            catch (Exception exception) when (batch.Count == 1 && (IsRace(exception) || IsRefusal(exception)))
            {
                var product = batch[0];
                _errors.Add(new ProductImportError(product.Line, product.Handle, IsRace(exception)
                    ? "The product was being changed by somebody else at the same time. Import the file again."
                    : "The database refused the product; it was left as it was."));
                return;
            }
            catch (Exception exception) when (batch.Count > 1 && (IsRace(exception) || IsRefusal(exception)))
            {
                foreach (var product in batch)
                    await WriteAsync([product], cancellationToken);
                return;
            }
        }
    }

    private static bool IsRace(Exception exception) => exception is DbUpdateConcurrencyException
        || exception is DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } }
        || DatabaseFaults.IsConflict(exception);

    private static bool IsRefusal(Exception exception) =>
        exception is DbUpdateException { InnerException: PostgresException } && !DatabaseFaults.IsAway(exception);

    private async Task WriteOnceAsync(IReadOnlyList<ProductCsvRows> batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await LoadAsync(db, batch, cancellationToken);
        var (total, errors) = (_total, new List<ProductImportError>());
        foreach (var rows in batch)
        {
            try
            {
                total = Take(db, rows, known.GetValueOrDefault(rows.Handle), total);
            }
            catch (ProductCsvRowException exception)
            {
                errors.Add(new ProductImportError(exception.Line, rows.Handle, exception.Message));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var entryId = await AuditAsync(db, Summary(total, _errors.Count + errors.Count), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        (_total, _auditEntryId) = (total, entryId);
        _errors.AddRange(errors);
    }

    private static async Task<Dictionary<string, Product>> LoadAsync(
        BulkPushDbContext db, IReadOnlyList<ProductCsvRows> batch, CancellationToken cancellationToken)
    {
        var handles = batch.Where(rows => rows.Problem is null).Select(rows => rows.Handle).ToArray();
        return await db.Products
            .Where(p => handles.Contains(p.Handle))
            .Include(p => p.Variants).Include(p => p.Images).Include(p => p.Metafields)
            .AsSplitQuery()
            .ToDictionaryAsync(p => p.Handle, StringComparer.Ordinal, cancellationToken);
    }

    private Counts Take(BulkPushDbContext db, ProductCsvRows rows, Product? product, Counts counts)
    {
        var content = ProductCsvContent.Read(rows, product is null ? null : ProductContentMapping.ToContent(product));
        var now = clock.GetUtcNow();
        if (product is null)
        {
            db.Products.Add(ProductContentMapping.Create(content, now));
            return counts with { Created = counts.Created + 1 };
        }

        return ProductContentMapping.Change(product, content, now)
            ? counts with { Updated = counts.Updated + 1 }
            : counts with { Unchanged = counts.Unchanged + 1 };
    }

    /// <summary>One entry an import, written with its first batch and brought up to date with each: what is saved is always accounted for.</summary>
    private async Task<long> AuditAsync(BulkPushDbContext db, string summary, CancellationToken cancellationToken)
    {
        if (_auditEntryId is { } id)
        {
            await db.AuditEntries.Where(entry => entry.Id == id).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Summary, summary), cancellationToken);
            return id;
        }

        audit.Add(db, actor, AuditAction, null, summary);
        await db.SaveChangesAsync(cancellationToken);
        return db.AuditEntries.Local.Single().Id;
    }

    private static string Summary(Counts total, int errors) =>
        $"Imported products from a CSV file: {total.Created} new, {total.Updated} changed, {total.Unchanged} unchanged, {errors} with an error.";

    private readonly record struct Counts(int Created, int Updated, int Unchanged);
}
