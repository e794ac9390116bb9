namespace BulkPush.Core.Catalog.Csv;

/// <summary>One row of the file.</summary>
/// <param name="Line">One-based line where the row begins; a quoted cell may run over several.</param>
internal sealed record ProductCsvRow(int Line, ProductCsvHeader Header, string[] Cells)
{
    public bool IsBlank => Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);

    /// <summary>The cell without surrounding blanks; empty when the file or the row lacks it.</summary>
    public string this[ProductCsvColumn column] => Raw(Header.Place(column)).Trim();

    /// <summary>The cell as it stands; empty when the row is too short.</summary>
    public string Raw(int place) => place >= 0 && place < Cells.Length ? Cells[place] : "";

    public bool Any(ReadOnlySpan<ProductCsvColumn> columns)
    {
        foreach (var column in columns)
        {
            if (this[column].Length > 0)
                return true;
        }

        return false;
    }
}

/// <summary>The rows of one product, and the first thing found wrong with them as rows.</summary>
internal sealed class ProductCsvRows(string handle, ProductCsvRow first)
{
    /// <summary>More than a product can have: 2,048 variants, then 250 images on rows of their own. A file of one endless product must not fill the memory.</summary>
    public const int MaxRows = Product.MaxVariants + Product.MaxImages;

    private readonly List<ProductCsvRow> _rows = [];

    /// <summary>Normalised handle that the rows share.</summary>
    public string Handle { get; } = handle;

    public int Line { get; } = first.Line;

    public IReadOnlyList<ProductCsvRow> Rows => _rows;

    public ProductCsvProblem? Problem { get; private set; }

    public void Add(ProductCsvRow row)
    {
        var title = row[ProductCsvColumn.Title];
        if (_rows.Count > 0 && title.Length > 0 && title != _rows[0][ProductCsvColumn.Title] && _rows[0][ProductCsvColumn.Title].Length > 0)
            Fail(row.Line, $"The title '{title}' differs from '{_rows[0][ProductCsvColumn.Title]}' on line {Line}, but the handle is the same.");
        if (_rows.Count < MaxRows)
            _rows.Add(row);
        else
            Fail(row.Line, $"The product has more than {MaxRows} rows: {Product.MaxVariants} variants and {Product.MaxImages} images are allowed.");
    }

    /// <summary>Refuses the product; the first reason stands.</summary>
    public void Fail(int line, string message) => Problem ??= new ProductCsvProblem(line, message);
}

/// <summary>Why a product is refused.</summary>
internal sealed record ProductCsvProblem(int Line, string Message);
