using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>The header line: which column stands where, which ones are metafields and which ones are not read.</summary>
internal sealed partial class ProductCsvHeader
{
    private const int NamesInMessage = 4;

    // Two header sets are in use: the one of Shopify's exports until 2025 and the one of its sample file since. Files mix them.
    private static readonly Dictionary<string, ProductCsvColumn> Names = new(StringComparer.Ordinal)
    {
        ["handle"] = ProductCsvColumn.Handle,
        ["url handle"] = ProductCsvColumn.Handle,
        ["title"] = ProductCsvColumn.Title,
        ["body (html)"] = ProductCsvColumn.Description,
        ["body html"] = ProductCsvColumn.Description,
        ["description"] = ProductCsvColumn.Description,
        ["vendor"] = ProductCsvColumn.Vendor,
        ["product category"] = ProductCsvColumn.Category,
        ["standardized product type"] = ProductCsvColumn.Category,
        ["type"] = ProductCsvColumn.Type,
        ["product type"] = ProductCsvColumn.Type,
        ["custom product type"] = ProductCsvColumn.Type,
        ["tags"] = ProductCsvColumn.Tags,
        ["published"] = ProductCsvColumn.Published,
        ["published on online store"] = ProductCsvColumn.Published,
        ["status"] = ProductCsvColumn.Status,
        ["seo title"] = ProductCsvColumn.SeoTitle,
        ["seo description"] = ProductCsvColumn.SeoDescription,
        ["option1 name"] = ProductCsvColumn.Option1Name,
        ["option1 value"] = ProductCsvColumn.Option1Value,
        ["option2 name"] = ProductCsvColumn.Option2Name,
        ["option2 value"] = ProductCsvColumn.Option2Value,
        ["option3 name"] = ProductCsvColumn.Option3Name,
        ["option3 value"] = ProductCsvColumn.Option3Value,
        ["variant sku"] = ProductCsvColumn.Sku,
        ["sku"] = ProductCsvColumn.Sku,
        ["variant barcode"] = ProductCsvColumn.Barcode,
        ["variant barcodes"] = ProductCsvColumn.Barcode,
        ["barcode"] = ProductCsvColumn.Barcode,
        ["barcodes"] = ProductCsvColumn.Barcode,
        ["variant price"] = ProductCsvColumn.Price,
        ["price"] = ProductCsvColumn.Price,
        ["variant compare at price"] = ProductCsvColumn.CompareAtPrice,
        ["compare at price"] = ProductCsvColumn.CompareAtPrice,
        ["compare-at price"] = ProductCsvColumn.CompareAtPrice,
        ["cost per item"] = ProductCsvColumn.Cost,
        ["variant grams"] = ProductCsvColumn.Grams,
        ["weight value (grams)"] = ProductCsvColumn.Grams,
        ["variant weight unit"] = ProductCsvColumn.WeightUnit,
        ["weight unit for display"] = ProductCsvColumn.WeightUnit,
        ["variant inventory tracker"] = ProductCsvColumn.InventoryTracker,
        ["inventory tracker"] = ProductCsvColumn.InventoryTracker,
        ["variant inventory policy"] = ProductCsvColumn.InventoryPolicy,
        ["continue selling when out of stock"] = ProductCsvColumn.InventoryPolicy,
        ["variant requires shipping"] = ProductCsvColumn.RequiresShipping,
        ["requires shipping"] = ProductCsvColumn.RequiresShipping,
        ["variant taxable"] = ProductCsvColumn.Taxable,
        ["charge tax"] = ProductCsvColumn.Taxable,
        ["variant image"] = ProductCsvColumn.VariantImage,
        ["variant image url"] = ProductCsvColumn.VariantImage,
        ["image src"] = ProductCsvColumn.ImageSrc,
        ["product image url"] = ProductCsvColumn.ImageSrc,
        ["image position"] = ProductCsvColumn.ImagePosition,
        ["image alt text"] = ProductCsvColumn.ImageAltText,
    };

    private readonly Dictionary<ProductCsvColumn, int> _places = [];
    private readonly List<MetafieldColumn> _metafields = [];
    private readonly List<string> _ignored = [];

    /// <exception cref="ProductCsvException">There is no column for the handle.</exception>
    public ProductCsvHeader(IReadOnlyList<string> cells)
    {
        Count = cells.Count;
        for (var i = 0; i < cells.Count; i++)
            Place(cells[i].Trim(), i);
        if (!Has(ProductCsvColumn.Handle))
            throw new ProductCsvException(WithoutHandle(cells));
    }

    /// <summary>How many cells a row has.</summary>
    public int Count { get; }

    public IReadOnlyList<MetafieldColumn> Metafields => _metafields;

    /// <summary>Headers that are not read, in the file's order, each once.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    public bool Has(ProductCsvColumn column) => _places.ContainsKey(column);

    /// <summary>Place of the column in a row, or -1 when the file lacks it.</summary>
    public int Place(ProductCsvColumn column) => _places.GetValueOrDefault(column, -1);

    private void Place(string name, int place)
    {
        if (Names.TryGetValue(Spaces().Replace(name, " ").ToLowerInvariant(), out var column))
        {
            // The same column under both of its names: the first is read, the other is named as ignored.
            if (!_places.TryAdd(column, place))
                Ignore(name, place);
        }
        else if (MetafieldName().Match(name) is { Success: true } match
            && ProductContentCheck.IsMetafieldName(match.Groups[1].Value, match.Groups[2].Value)
            && !_metafields.Any(field => field.Namespace == match.Groups[1].Value && field.Key == match.Groups[2].Value))
        {
            _metafields.Add(new MetafieldColumn(place, match.Groups[1].Value, match.Groups[2].Value));
        }
        else
        {
            Ignore(name, place);
        }
    }

    private void Ignore(string name, int place)
    {
        var shown = name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"column {place + 1} (no header)");
        if (!_ignored.Contains(shown))
            _ignored.Add(shown);
    }

    private static string WithoutHandle(IReadOnlyList<string> cells)
    {
        const string Missing = "This is not a Shopify product CSV: its first line has no column named Handle or URL handle.";
        if (cells is [var only] && (only.Contains(';', StringComparison.Ordinal) || only.Contains('\t', StringComparison.Ordinal)))
            return "The columns of this file are not separated by commas. Save it as comma-separated CSV and import it again.";
        var names = cells.Take(NamesInMessage).Select(cell => cell.Trim()).ToArray();
        return names.Any(name => name.Length is 0 or > 60 || name.Any(char.IsControl) || name.Contains('\uFFFD', StringComparison.Ordinal))
            ? Missing
            : $"{Missing} It begins with: {string.Join(", ", names)}.";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Anywhere in the header: alone, or after a name as in "Fabric (product.metafields.custom.fabric)".
    [GeneratedRegex(@"\bproduct\.metafields\.([^\s.()]+)\.([^\s.()]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetafieldName();
}

/// <summary>A column that holds a metafield of the product.</summary>
internal sealed record MetafieldColumn(int Place, string Namespace, string Key);
