using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>Imports Shopify's product CSV, streamed: memory does not grow with the file.</summary>
public sealed class ProductCsvImporter(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <param name="csv">UTF-8 text, with or without a byte-order mark; read once, not disposed.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <exception cref="ProductCsvException">The text is not a product CSV at all: no header, no Handle column.</exception>
    public Task<ProductImportResult> ImportAsync(Stream csv, string actor, IProgress<ProductImportProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotImplementedException(contexts.ToString());
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
