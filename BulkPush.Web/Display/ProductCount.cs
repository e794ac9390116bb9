namespace BulkPush.Web.Display;

/// <summary>A sum over stores, in products. A product that is in two stores is two of it, and that is said.</summary>
public static class ProductCount
{
    /// <summary>"429 products", "823 products (counted per store)".</summary>
    public static string Of(int products, int stores) => $"{Amounts.Of(products, "product")}{PerStore(stores)}";

    /// <summary>What must follow a sum over this many stores.</summary>
    public static string PerStore(int stores) => stores > 1 ? " (counted per store)" : "";
}
