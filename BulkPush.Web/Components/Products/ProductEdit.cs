using System.Globalization;
using BulkPush.Core.Catalog;

namespace BulkPush.Web.Components.Products;

/// <summary>A product's main fields as somebody types them; the rest of the content is carried along untouched.</summary>
public sealed class ProductEdit
{
    private readonly ProductContent _original;

    public ProductEdit(ProductContent original)
    {
        _original = original;
        (Title, Handle, Description) = (original.Title, original.Handle, original.DescriptionHtml);
        (Vendor, ProductType, Tags, Status) = (original.Vendor, original.ProductType, string.Join(", ", original.Tags), original.Status);
        (SeoTitle, SeoDescription) = (original.SeoTitle ?? "", original.SeoDescription ?? "");
        Variants = [.. original.Variants.Select(variant => new VariantEdit(variant))];
    }

    public string Title { get; set; }

    public string Handle { get; set; }

    /// <summary>HTML.</summary>
    public string Description { get; set; }

    public string Vendor { get; set; }

    public string ProductType { get; set; }

    /// <summary>Separated by commas.</summary>
    public string Tags { get; set; }

    public ProductStatus Status { get; set; }

    public string SeoTitle { get; set; }

    public string SeoDescription { get; set; }

    public IReadOnlyList<VariantEdit> Variants { get; }

    /// <summary>All that is wrong with what is typed, by the catalogue's field names: text that is no amount, and what the catalogue would refuse.</summary>
    public IReadOnlyDictionary<string, string[]> Errors()
    {
        var errors = ProductContentRules.Validate(ProductContentRules.Normalise(ToContent())).ToDictionary();
        for (var i = 0; i < Variants.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"variants[{i}]");
            if (!TryAmount(Variants[i].Price, out var price) || price is null)
                errors[$"{field}.price"] = ["Write the price like 12.50."];
            if (!TryAmount(Variants[i].CompareAtPrice, out _))
                errors[$"{field}.compareAtPrice"] = ["Write the price like 12.50, or leave it empty."];
        }

        return errors;
    }

    /// <summary>The content as edited; where an amount cannot be read, without it. Only to be saved when there are no <see cref="Errors"/>.</summary>
    public ProductContent ToContent() => _original with
    {
        Title = Title.Trim(),
        Handle = Handle.Trim(),
        DescriptionHtml = Description,
        Vendor = Vendor.Trim(),
        ProductType = ProductType.Trim(),
        Tags = [.. Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        Status = Status,
        SeoTitle = NullIfBlank(SeoTitle),
        SeoDescription = NullIfBlank(SeoDescription),
        Variants = [.. Variants.Select(variant => variant.Original with
        {
            Sku = NullIfBlank(variant.Sku),
            Price = TryAmount(variant.Price, out var price) ? price ?? 0 : 0,
            CompareAtPrice = TryAmount(variant.CompareAtPrice, out var compareAt) ? compareAt : null,
        })],
    };

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool TryAmount(string text, out decimal? amount)
    {
        amount = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        var isNumber = decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        amount = isNumber ? number : null;
        return isNumber;
    }
}

/// <summary>A variant's prices and SKU as somebody types them.</summary>
public sealed class VariantEdit(VariantContent original)
{
    public VariantContent Original { get; } = original;

    public string Name { get; } = original.OptionValues.Count == 0 ? "Default" : string.Join(" / ", original.OptionValues);

    public string Sku { get; set; } = original.Sku ?? "";

    public string Price { get; set; } = Text(original.Price);

    /// <summary>Blank when there is none.</summary>
    public string CompareAtPrice { get; set; } = original.CompareAtPrice is { } price ? Text(price) : "";

    private static string Text(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
