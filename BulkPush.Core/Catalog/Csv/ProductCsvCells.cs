using System.Globalization;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>Reads single cells of Shopify's product CSV; a cell that makes no sense ends the product with a sentence.</summary>
internal static class ProductCsvCells
{
    private const decimal GramsPerOunce = 28.349523125m;
    private const decimal GramsPerPound = 453.59237m;

    /// <summary>A number such as <c>1234.5</c>, or null when the cell is blank.</summary>
    public static decimal? Number(ProductCsvRow row, ProductCsvColumn column, string what)
    {
        var text = row[column];
        if (text.Length == 0)
            return null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ProductCsvRowException(row.Line, $"{what} '{text}' is not a number. Write it like 1234.50.");
    }

    public static bool YesNo(ProductCsvRow row, ProductCsvColumn column, string what, bool whenBlank) => row[column].ToUpperInvariant() switch
    {
        "" => whenBlank,
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => throw new ProductCsvRowException(row.Line, $"{what} '{row[column]}' is neither true nor false."),
    };

    public static InventoryPolicy Policy(ProductCsvRow row) => row[ProductCsvColumn.InventoryPolicy].ToUpperInvariant() switch
    {
        "" or "DENY" or "FALSE" => InventoryPolicy.Deny,
        "CONTINUE" or "TRUE" => InventoryPolicy.Continue,
        _ => throw new ProductCsvRowException(row.Line, $"The inventory policy '{row[ProductCsvColumn.InventoryPolicy]}' is not known. Use deny or continue."),
    };

    public static WeightUnit? Unit(ProductCsvRow row) => row[ProductCsvColumn.WeightUnit].ToUpperInvariant() switch
    {
        "" => null,
        "G" or "GRAMS" => WeightUnit.Grams,
        "KG" or "KILOGRAMS" => WeightUnit.Kilograms,
        "OZ" or "OUNCES" => WeightUnit.Ounces,
        "LB" or "LBS" or "POUNDS" => WeightUnit.Pounds,
        _ => throw new ProductCsvRowException(row.Line, $"The weight unit '{row[ProductCsvColumn.WeightUnit]}' is not known. Use g, kg, oz or lb."),
    };

    /// <summary>The file always gives grams; its unit is the one to show them in.</summary>
    public static decimal InUnit(decimal grams, WeightUnit unit) => unit switch
    {
        WeightUnit.Kilograms => grams / 1000m,
        WeightUnit.Ounces => grams / GramsPerOunce,
        WeightUnit.Pounds => grams / GramsPerPound,
        _ => grams,
    };

    public static int? Position(ProductCsvRow row)
    {
        var text = row[ProductCsvColumn.ImagePosition];
        if (text.Length == 0)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new ProductCsvRowException(row.Line, $"The image position '{text}' is not a whole number.");
    }

    /// <summary>Status as the file says it; older files say only whether the product is published.</summary>
    public static ProductStatus? Status(ProductCsvRow row) => row[ProductCsvColumn.Status].ToUpperInvariant() switch
    {
        "ACTIVE" => ProductStatus.Active,
        "DRAFT" => ProductStatus.Draft,
        "ARCHIVED" => ProductStatus.Archived,
        "" => row[ProductCsvColumn.Published].Length == 0
            ? null
            : YesNo(row, ProductCsvColumn.Published, "Published", true) ? ProductStatus.Active : ProductStatus.Draft,
        _ => throw new ProductCsvRowException(row.Line, $"The status '{row[ProductCsvColumn.Status]}' is not known. Use active, draft or archived."),
    };
}

/// <summary>Ends the reading of one product: its row on <paramref name="line"/> makes no sense.</summary>
public sealed class ProductCsvRowException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
