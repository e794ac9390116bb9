namespace BulkPush.Core.Catalog;

/// <summary>An image of a product, by the URL from which each store fetches it.</summary>
public sealed class ProductImage
{
    public long Id { get; init; }

    public long ProductId { get; init; }

    /// <summary>One-based place in the product's media.</summary>
    public int Position { get; set; }

    public required string Src { get; set; }

    public string? AltText { get; set; }
}
