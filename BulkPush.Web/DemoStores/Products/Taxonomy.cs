namespace BulkPush.Web.DemoStores.Products;

/// <summary>Shopify's product taxonomy as far as a demo shop knows it: the top level. Whatever lies below a known vertical counts as known.</summary>
internal static class Taxonomy
{
    private const string Prefix = "gid://shopify/TaxonomyCategory/";

    private static readonly Dictionary<string, string> Verticals = new(StringComparer.Ordinal)
    {
        ["ap"] = "Animals & Pet Supplies",
        ["aa"] = "Apparel & Accessories",
        ["ae"] = "Arts & Entertainment",
        ["bt"] = "Baby & Toddler",
        ["bi"] = "Business & Industrial",
        ["bu"] = "Bundles",
        ["co"] = "Cameras & Optics",
        ["el"] = "Electronics",
        ["fb"] = "Food, Beverages & Tobacco",
        ["fr"] = "Furniture",
        ["gc"] = "Gift Cards",
        ["ha"] = "Hardware",
        ["hb"] = "Health & Beauty",
        ["hg"] = "Home & Garden",
        ["lb"] = "Luggage & Bags",
        ["ma"] = "Mature",
        ["me"] = "Media",
        ["na"] = "Uncategorized",
        ["os"] = "Office Supplies",
        ["pa"] = "Product Add-Ons",
        ["rc"] = "Religious & Ceremonial",
        ["se"] = "Services",
        ["so"] = "Software",
        ["sg"] = "Sporting Goods",
        ["tg"] = "Toys & Games",
        ["vp"] = "Vehicles & Parts",
    };

    public static bool IsKnown(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal)
        && id[Prefix.Length..].Split('-') is [var vertical, .. var levels]
        && Verticals.ContainsKey(vertical)
        && levels.All(level => level.Length > 0 && level.All(char.IsAsciiDigit));

    public static string NameOf(string id) => Verticals.GetValueOrDefault(id[Prefix.Length..].Split('-')[0], "Uncategorized");
}
