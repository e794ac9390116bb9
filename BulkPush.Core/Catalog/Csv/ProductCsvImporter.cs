using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>
/// Imports Shopify's product CSV, streamed: memory does not grow with the file, but for 20 bytes a product that tell handles used twice.
/// New products are in no store until an operator switches a channel on; the channels of known ones stay as they are.
/// </summary>
public sealed class ProductCsvImporter(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Products written in one transaction.</summary>
    public const int ProductsPerBatch = 100;

    private const int RowsPerBatch = 2500;

    /// <summary>Brings the file in. Batches that were saved stay saved when the import is cancelled; importing the file again goes on from there.</summary>
    /// <param name="csv">UTF-8 text, with or without a byte-order mark; read once, not disposed.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <exception cref="ProductCsvException">The text is not a product CSV at all: no header, no Handle column.</exception>
    public async Task<ProductImportResult> ImportAsync(
        Stream csv, string actor, IProgress<ProductImportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var counted = new CountingStream(csv);
        await using var reader = new ProductCsvReader(counted);
        var header = await reader.ReadHeaderAsync(cancellationToken);
        var writer = new ProductCsvWriter(contexts, audit, clock, actor);
        var batch = new List<ProductCsvRows>(ProductsPerBatch);
        var rows = 0;
        await foreach (var product in reader.ReadAsync(header, cancellationToken))
        {
            batch.Add(product);
            rows += product.Rows.Count;
            if (batch.Count >= ProductsPerBatch || rows >= RowsPerBatch)
            {
                await writer.WriteAsync(batch, cancellationToken);
                progress?.Report(new ProductImportProgress(counted.BytesRead, writer.Products));
                batch.Clear();
                rows = 0;
            }
        }

        await writer.WriteAsync(batch, cancellationToken);
        progress?.Report(new ProductImportProgress(counted.BytesRead, writer.Products));
        return writer.Result(header.Ignored);
    }
}

/// <param name="BytesRead">How much of the stream has been read.</param>
/// <param name="Products">Products handled so far, with and without an error.</param>
public sealed record ProductImportProgress(long BytesRead, int Products);

/// <summary>What an import did. A product with an error was left as it was.</summary>
/// <param name="IgnoredColumns">Headers that were not read, in the file's order.</param>
public sealed record ProductImportResult(
    int Created,
    int Updated,
    int Unchanged,
    IReadOnlyList<ProductImportError> Errors,
    IReadOnlyList<string> IgnoredColumns);

/// <param name="Line">One-based line of the file where the product's first bad row begins.</param>
public sealed record ProductImportError(int Line, string Handle, string Message);

/// <summary>The file as a whole could not be read as a product CSV; the message is for people.</summary>
public sealed class ProductCsvException(string message) : Exception(message);
