namespace BulkPush.Core.Catalog;

/// <summary>Unit of a variant's weight; the names are Shopify's (<c>WeightUnit</c>).</summary>
public enum WeightUnit
{
    Grams,
    Kilograms,
    Ounces,
    Pounds,
}
