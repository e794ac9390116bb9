namespace BulkPush.Core.Catalog;

/// <summary>One sellable combination of a product's option values.</summary>
public sealed class ProductVariant
{
    public long Id { get; init; }

    public long ProductId { get; init; }

    /// <summary>One-based place in the product.</summary>
    public int Position { get; set; }

    /// <summary>Values in the order of <see cref="Product.OptionNames"/>; empty when the product has no options.</summary>
    public List<string> OptionValues { get; set; } = [];

    public string? Sku { get; set; }

    public string? Barcode { get; set; }

    /// <summary>In the store's currency, two decimals.</summary>
    public decimal Price { get; set; }

    public decimal? CompareAtPrice { get; set; }

    /// <summary>Cost per item, in the store's currency.</summary>
    public decimal? Cost { get; set; }

    /// <summary>In <see cref="WeightUnit"/>.</summary>
    public decimal? Weight { get; set; }

    public WeightUnit WeightUnit { get; set; } = WeightUnit.Kilograms;

    public InventoryPolicy InventoryPolicy { get; set; } = InventoryPolicy.Deny;

    public bool IsTracked { get; set; }

    public bool IsTaxable { get; set; } = true;

    public bool RequiresShipping { get; set; } = true;

    /// <summary>Source URL of the variant's own image; one of the product's images when set.</summary>
    public string? ImageSrc { get; set; }
}
