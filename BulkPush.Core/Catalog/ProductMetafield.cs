namespace BulkPush.Core.Catalog;

/// <summary>A custom field of a product; the value is always text, read by its type (FACTS section 4).</summary>
public sealed class ProductMetafield
{
    public long Id { get; init; }

    public long ProductId { get; init; }

    public required string Namespace { get; set; }

    public required string Key { get; set; }

    /// <summary>Shopify's type name, for example <c>single_line_text_field</c>.</summary>
    public required string Type { get; set; }

    public required string Value { get; set; }
}
