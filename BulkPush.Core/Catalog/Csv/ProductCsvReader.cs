using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>Reads the file once, row by row, and gives out the rows of one product after the other.</summary>
internal sealed class ProductCsvReader : IAsyncDisposable
{
    /// <summary>Bytes in one row. A longer one is a quote that is never closed and swallows the rest of the file.</summary>
    public const int MaxRowSize = 8 * 1024 * 1024;

    private readonly CsvReader _csv;

    // Where each handle was first seen, by a digest of it: a later product of the same handle is refused rather than replacing the first.
    private readonly Dictionary<UInt128, int> _lines = [];
    private CsvMalformedReason? _malformed;

    /// <param name="csv">Left open.</param>
    public ProductCsvReader(Stream csv) => _csv = CsvReader.Create(
        csv,
        new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRowSize,
            OnMalformedRecord = record => _malformed = record.Reason,
        },
        leaveOpen: true);

    /// <exception cref="ProductCsvException">The file is empty or has no column for the handle.</exception>
    public async Task<ProductCsvHeader> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (await ReadRecordAsync(cancellationToken) is var (line, cells))
        {
            if (_malformed == CsvMalformedReason.UnterminatedQuote)
                throw new ProductCsvException($"A quote that opens on line {line} is never closed, so the columns cannot be told apart.");
            if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                return new ProductCsvHeader(cells);
        }

        throw new ProductCsvException("The file is empty: there is not even a line with the names of the columns.");
    }

    /// <summary>Every product of the file, in its order.</summary>
    public async IAsyncEnumerable<ProductCsvRows> ReadAsync(ProductCsvHeader header, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProductCsvRows? product = null;
        while (await ReadRecordAsync(cancellationToken) is var (line, cells))
        {
            var row = new ProductCsvRow(line, header, cells);
            if (row.IsBlank && _malformed is null)
                continue;

            var (handle, title) = (row[ProductCsvColumn.Handle], row[ProductCsvColumn.Title]);
            var isNamed = handle.Length > 0 || title.Length > 0;
            var key = isNamed ? ProductHandle.From(handle, title) : product?.Handle ?? "";
            if (cells.Length == 0)
            {
                // Too large to read at all, so whose row it is cannot be told: the product above must not pay for it.
                if (product is not null)
                    yield return product;
                product = new ProductCsvRows("", row);
            }
            else if (product is null || key != product.Handle)
            {
                if (product is not null)
                    yield return product;
                product = new ProductCsvRows(key, row);
                if (!isNamed)
                    product.Fail(line, "The row has neither a handle nor a title, and no product stands above it.");
                else if (!_lines.TryAdd(Digest(key), line))
                    product.Fail(line, $"The handle '{key}' was used already on line {_lines[Digest(key)]}, and other products stand between. Only the rows there were imported: "
                        + "put all rows of a product together, or give this one another handle.");
            }

            product.Add(row);
            Inspect(row, product);
        }

        if (product is not null)
            yield return product;
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    // A stray quote inside an unquoted cell (a 5" pot) has one meaning only and is text; the other breaks of the quoting rules are guesses.
    private void Inspect(ProductCsvRow row, ProductCsvRows product)
    {
        if (_malformed == CsvMalformedReason.UnterminatedQuote)
            product.Fail(row.Line, "A quote in this row is never closed. Nothing from this line on could be read.");
        else if (_malformed is not null and not CsvMalformedReason.StrayQuote)
            product.Fail(row.Line, "A cell of this row goes on after its closing quote. Double every quote inside a quoted cell.");
        else if (row.Cells.Skip(row.Header.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            product.Fail(row.Line, $"The row has {row.Cells.Length} cells but the first line names {row.Header.Count} columns. A cell with a comma in it needs quotes.");
        else if (!Utf8.IsValid(_csv.RawRecord))
            product.Fail(row.Line, "The row contains characters that are not UTF-8. Save the file as CSV UTF-8 and import it again.");
    }

    /// <summary>The next record with the line where it begins; null at the end of the file.</summary>
    private async Task<(int Line, string[] Cells)?> ReadRecordAsync(CancellationToken cancellationToken)
    {
        if (_malformed == CsvMalformedReason.UnterminatedQuote)
            return null;
        _malformed = null;
        try
        {
            return await _csv.ReadAsync(cancellationToken) ? ((int)_csv.LineNumber, _csv.Current.ToArray()) : null;
        }
        catch (CsvFormatException exception)
        {
            _malformed = CsvMalformedReason.UnterminatedQuote;
            return ((int)exception.LineNumber, []);
        }
    }

    private static UInt128 Digest(string handle)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(handle), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
