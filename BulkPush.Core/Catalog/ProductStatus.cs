namespace BulkPush.Core.Catalog;

/// <summary>Shopify's product status; stored and sent by name.</summary>
public enum ProductStatus
{
    Active,
    Draft,
    Archived,
}
