using System.Text.Json;

namespace BulkPush.Core.Catalog.Csv;

/// <summary>
/// What the rows of one product say. A column that the file lacks leaves the product's present value alone; a blank cell of a column that it
/// has empties the value: Shopify's own rule.
/// </summary>
internal sealed class ProductCsvContent
{
    private const int SentencesInMessage = 3;

    private static readonly ProductCsvColumn[] OptionNameColumns = [ProductCsvColumn.Option1Name, ProductCsvColumn.Option2Name, ProductCsvColumn.Option3Name];
    private static readonly ProductCsvColumn[] OptionValueColumns = [ProductCsvColumn.Option1Value, ProductCsvColumn.Option2Value, ProductCsvColumn.Option3Value];
    private static readonly ProductCsvColumn[] Identifying = [.. OptionValueColumns, ProductCsvColumn.Sku, ProductCsvColumn.Barcode, ProductCsvColumn.Price];
    private static readonly ProductCsvColumn[] VariantColumns =
    [
        .. Identifying, ProductCsvColumn.CompareAtPrice, ProductCsvColumn.Cost, ProductCsvColumn.Grams, ProductCsvColumn.WeightUnit,
        ProductCsvColumn.InventoryTracker, ProductCsvColumn.InventoryPolicy, ProductCsvColumn.RequiresShipping, ProductCsvColumn.Taxable,
        ProductCsvColumn.VariantImage,
    ];

    private readonly ProductCsvRows _rows;
    private readonly ProductCsvRow _first;
    private readonly ProductContent? _existing;
    private readonly ProductCsvRow[] _variantRows;

    private ProductCsvContent(ProductCsvRows rows, ProductContent? existing)
    {
        _rows = rows;
        _first = rows.Rows[0];
        _existing = existing;
        _variantRows = [.. rows.Rows.Where((row, index) => IsVariant(row, index))];
    }

    /// <summary>The normalised, valid content of a product.</summary>
    /// <param name="existing">What the product says now; null when it is new.</param>
    /// <exception cref="ProductCsvRowException">The product cannot be taken as it stands.</exception>
    public static ProductContent Read(ProductCsvRows rows, ProductContent? existing)
    {
        if (rows.Problem is { } problem)
            throw new ProductCsvRowException(problem.Line, problem.Message);
        return new ProductCsvContent(rows, existing).Read();
    }

    private ProductContent Read()
    {
        if (Has(ProductCsvColumn.Title) ? _first[ProductCsvColumn.Title].Length == 0 : _existing is null)
            throw new ProductCsvRowException(_first.Line, "The title is missing on the product's first row.");
        var optionNames = OptionNames();
        var content = ProductContentRules.Normalise(new ProductContent
        {
            Handle = _rows.Handle,
            Title = Text(ProductCsvColumn.Title, _existing?.Title),
            DescriptionHtml = Description(),
            Vendor = Text(ProductCsvColumn.Vendor, _existing?.Vendor),
            ProductType = Text(ProductCsvColumn.Type, _existing?.ProductType),
            Category = Text(ProductCsvColumn.Category, _existing?.Category),
            Tags = Has(ProductCsvColumn.Tags) ? FirstFilled(ProductCsvColumn.Tags).Split(',') : _existing?.Tags ?? [],
            Status = Status(),
            SeoTitle = Text(ProductCsvColumn.SeoTitle, _existing?.SeoTitle),
            SeoDescription = Text(ProductCsvColumn.SeoDescription, _existing?.SeoDescription),
            OptionNames = optionNames,
            Variants = Variants(optionNames),
            Images = Images(),
            Metafields = Metafields(),
        });
        Check(content);
        return content;
    }

    private bool Has(ProductCsvColumn column) => _first.Header.Has(column);

    private string FirstFilled(ProductCsvColumn column) => _rows.Rows.Select(row => row[column]).FirstOrDefault(text => text.Length > 0) ?? "";

    private string Text(ProductCsvColumn column, string? existing) => Has(column) ? FirstFilled(column) : existing ?? "";

    private string Description() => Has(ProductCsvColumn.Description)
        ? _rows.Rows.Select(row => row.Raw(row.Header.Place(ProductCsvColumn.Description))).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? ""
        : _existing?.DescriptionHtml ?? "";

    private ProductStatus Status() => Has(ProductCsvColumn.Status) || Has(ProductCsvColumn.Published)
        ? ProductCsvCells.Status(_first) ?? ProductStatus.Active
        : _existing?.Status ?? ProductStatus.Active;

    /// <summary>The first row is a variant; a later one is when something tells it apart, or when it holds variant cells and no image.</summary>
    private static bool IsVariant(ProductCsvRow row, int index) =>
        index == 0 || row.Any(Identifying) || (row[ProductCsvColumn.ImageSrc].Length == 0 && row.Any(VariantColumns));

    private IReadOnlyList<string> OptionNames()
    {
        if (!OptionNameColumns.Any(Has))
            return _existing?.OptionNames ?? [];
        var names = new List<string>();
        foreach (var column in OptionNameColumns)
        {
            var name = FirstFilled(column);
            var other = _variantRows.FirstOrDefault(row => row[column].Length > 0 && row[column] != name);
            if (other is not null)
                throw new ProductCsvRowException(other.Line, $"The option is named '{other[column]}' here but '{name}' above. A product's options have one name each.");
            names.Add(name);
        }

        var count = names.FindLastIndex(name => name.Length > 0) + 1;
        return count == 0 ? [] : names[..count];
    }

    private IReadOnlyList<VariantContent> Variants(IReadOnlyList<string> optionNames)
    {
        var hasValues = OptionValueColumns.Any(Has);
        if (_existing is not null && !VariantColumns.Any(Has))
            return _existing.Variants;
        if (!hasValues && optionNames.Count > 0 && optionNames is not [ProductContentRules.DefaultOptionName])
            throw new ProductCsvRowException(_first.Line,
                $"The product has options ({string.Join(", ", optionNames)}) but the file has no column for their values, so its variants cannot be told apart.");
        var known = _existing?.Variants.ToLookup(Key);
        return [.. _variantRows.Select(row =>
        {
            var values = OptionValues(row, optionNames);
            return Variant(row, values, known?[Key(values)].FirstOrDefault());
        })];
    }

    private static string[] OptionValues(ProductCsvRow row, IReadOnlyList<string> optionNames)
    {
        var values = OptionValueColumns.Select(column => row[column]).ToArray();
        for (var i = optionNames.Count; i < values.Length; i++)
        {
            if (values[i].Length > 0 && values[i] != ProductContentRules.DefaultOptionValue)
                throw new ProductCsvRowException(row.Line, $"Option{i + 1} has the value '{values[i]}' but no name on the product's first row.");
        }

        return values[..Math.Min(optionNames.Count, values.Length)];
    }

    // An option-less product is known by Shopify's "Default Title" in the file and by no value in the catalogue.
    private static string Key(VariantContent variant) => Key(variant.OptionValues);

    private static string Key(IReadOnlyList<string> values) => values is [ProductContentRules.DefaultOptionValue] ? "" : string.Join('\u001f', values);

    private VariantContent Variant(ProductCsvRow row, string[] optionValues, VariantContent? existing)
    {
        var variant = (existing ?? new VariantContent()) with { OptionValues = optionValues };
        if (Has(ProductCsvColumn.Sku))
            variant = variant with { Sku = row[ProductCsvColumn.Sku] };
        if (Has(ProductCsvColumn.Barcode))
            variant = variant with { Barcode = row[ProductCsvColumn.Barcode] };
        if (Has(ProductCsvColumn.Price))
            variant = variant with { Price = Price(row) };
        if (Has(ProductCsvColumn.CompareAtPrice))
            variant = variant with { CompareAtPrice = ProductCsvCells.Number(row, ProductCsvColumn.CompareAtPrice, "The compare-at price") };
        if (Has(ProductCsvColumn.Cost))
            variant = variant with { Cost = ProductCsvCells.Number(row, ProductCsvColumn.Cost, "The cost per item") };
        if (Has(ProductCsvColumn.InventoryTracker))
            variant = variant with { IsTracked = row[ProductCsvColumn.InventoryTracker].Equals("shopify", StringComparison.OrdinalIgnoreCase) };
        if (Has(ProductCsvColumn.InventoryPolicy))
            variant = variant with { InventoryPolicy = ProductCsvCells.Policy(row) };
        if (Has(ProductCsvColumn.RequiresShipping))
            variant = variant with { RequiresShipping = ProductCsvCells.YesNo(row, ProductCsvColumn.RequiresShipping, "Requires shipping", true) };
        if (Has(ProductCsvColumn.Taxable))
            variant = variant with { IsTaxable = ProductCsvCells.YesNo(row, ProductCsvColumn.Taxable, "Taxable", true) };
        if (Has(ProductCsvColumn.VariantImage))
            variant = variant with { ImageSrc = row[ProductCsvColumn.VariantImage] };
        return Has(ProductCsvColumn.Grams) ? Weigh(row, variant, existing) : variant;
    }

    private static decimal Price(ProductCsvRow row) =>
        ProductCsvCells.Number(row, ProductCsvColumn.Price, "The price")
        ?? throw new ProductCsvRowException(row.Line, "The price is missing. Write 0 when the variant is free.");

    private static VariantContent Weigh(ProductCsvRow row, VariantContent variant, VariantContent? existing)
    {
        var unit = ProductCsvCells.Unit(row) ?? existing?.WeightUnit ?? WeightUnit.Grams;
        var grams = ProductCsvCells.Number(row, ProductCsvColumn.Grams, "The weight in grams");
        return variant with { Weight = grams is { } value ? ProductCsvCells.InUnit(value, unit) : null, WeightUnit = unit };
    }

    private IReadOnlyList<ImageContent> Images()
    {
        if (!Has(ProductCsvColumn.ImageSrc))
            return _existing?.Images ?? [];
        var rows = _rows.Rows.Where(row => row[ProductCsvColumn.ImageSrc].Length > 0).ToArray();
        var last = 0;
        // A row without a position keeps its place after the row above it.
        return [.. rows
            .Select(row => (Row: row, Position: last = ProductCsvCells.Position(row) ?? last))
            .ToArray()
            .OrderBy(entry => entry.Position)
            .Select(entry => new ImageContent(entry.Row[ProductCsvColumn.ImageSrc], AltText(entry.Row)))];
    }

    private string? AltText(ProductCsvRow row) => Has(ProductCsvColumn.ImageAltText)
        ? row[ProductCsvColumn.ImageAltText]
        : _existing?.Images.FirstOrDefault(image => image.Src == row[ProductCsvColumn.ImageSrc])?.AltText;

    private IReadOnlyList<MetafieldContent> Metafields()
    {
        var columns = _first.Header.Metafields;
        var untouched = (_existing?.Metafields ?? []).Where(field => !columns.Any(column => column.Namespace == field.Namespace && column.Key == field.Key));
        return [.. untouched, .. columns.Select(Metafield)];
    }

    private MetafieldContent Metafield(MetafieldColumn column)
    {
        var value = _rows.Rows.Select(row => row.Raw(column.Place).Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
        var type = _existing?.Metafields.FirstOrDefault(field => field.Namespace == column.Namespace && field.Key == column.Key)?.Type;
        return type switch
        {
            null or ProductContentRules.SingleLineText or ProductContentRules.MultiLineText => new(column.Namespace, column.Key, TextType(value), value),
            _ when type.StartsWith("list.", StringComparison.Ordinal) && value.Length > 0 && value[0] != '[' =>
                new(column.Namespace, column.Key, type, JsonSerializer.Serialize(value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))),
            _ => new(column.Namespace, column.Key, type, value),
        };
    }

    private static string TextType(string value) =>
        value.AsSpan().ContainsAny('\n', '\r') ? ProductContentRules.MultiLineText : ProductContentRules.SingleLineText;

    private void Check(ProductContent content)
    {
        var errors = ProductContentRules.Validate(content);
        if (errors.Count == 0)
            return;
        var sentences = errors.SelectMany(entry => entry.Value).Distinct().ToArray();
        var more = sentences.Length > SentencesInMessage ? $" And {sentences.Length - SentencesInMessage} more." : "";
        throw new ProductCsvRowException(errors.Keys.Min(field => LineOf(field, content)), string.Join(' ', sentences.Take(SentencesInMessage)) + more);
    }

    /// <summary>The line of the row that a field of the rules was read from; the product's first line for what belongs to the whole.</summary>
    private int LineOf(string field, ProductContent content)
    {
        if (!int.TryParse(field.Split('[', ']').ElementAtOrDefault(1), out var index))
            return _first.Line;
        if (field.StartsWith("variants[", StringComparison.Ordinal))
            return index < _variantRows.Length ? _variantRows[index].Line : _first.Line;
        if (!field.StartsWith("images[", StringComparison.Ordinal))
            return _first.Line;
        var src = content.Images[index].Src;
        return _rows.Rows.FirstOrDefault(row => row[ProductCsvColumn.ImageSrc] == src || row[ProductCsvColumn.VariantImage] == src)?.Line ?? _first.Line;
    }
}
