using System.Globalization;
using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Http;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Pages;

/// <summary>A shop as its page shows it, read at one moment.</summary>
public sealed record ShopView(
    string Name,
    string DisplayName,
    string Domain,
    string Kind,
    string CurrencyCode,
    int Products,
    int Variants,
    ThrottleStatus Bucket,
    ControlCounts Requests,
    IReadOnlyDictionary<long, string> Publications,
    IReadOnlyList<BulkOperationView> BulkOperations)
{
    public string Address => $"/demo-stores/{Name}";

    /// <summary>The caller holds the shop's lock.</summary>
    internal static ShopView Of(DemoShop shop) => new(
        shop.Name,
        shop.DisplayName,
        shop.Options.Domain,
        shop.Options.Kind switch
        {
            DemoShopKind.Plus => "Plus plan",
            DemoShopKind.Misbehaving => "Standard plan, misbehaves now and then",
            _ => "Standard plan",
        },
        shop.Options.CurrencyCode,
        shop.Content.Products.Count,
        shop.Content.Products.Sum(p => p.Variants.Count),
        shop.Bucket.Status(),
        ControlCounts.Of(shop.Statistics),
        shop.Content.Publications.ToDictionary(p => p.Id, p => p.Name),
        [.. shop.Content.BulkOperations.Reverse().Take(BulkOperationView.Most).Select(BulkOperationView.Of)]);
}

/// <summary>A bulk operation as the shop's page lists it.</summary>
/// <param name="Lines">Lines done, in the steps in which Shopify shows them.</param>
public sealed record BulkOperationView(long Number, string Status, int Lines, DateTimeOffset CreatedAt, bool IsForeign)
{
    internal const int Most = 10;

    internal static BulkOperationView Of(DemoBulkOperation o) => new(o.Id, o.Status.ToString().ToLowerInvariant(), o.ObjectCount, o.CreatedAt, o.Upload is null);
}

/// <summary>One page of a shop's products, the last changed first.</summary>
public sealed record ProductListing(string? Query, int Page, int Total, IReadOnlyList<DemoProduct> Products)
{
    private const int Size = 25;

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    public int FirstNumber => ((Page - 1) * Size) + 1;

    public int LastNumber => FirstNumber + Products.Count - 1;

    public string? Previous => Page > 1 ? Address(Page - 1) : null;

    public string? Next => Page < Pages ? Address(Page + 1) : null;

    public static ProductListing Of(IEnumerable<DemoProduct> products, string? query, int page)
    {
        var wanted = string.IsNullOrWhiteSpace(query) ? null : query.Trim();
        var found = products
            .Where(p => wanted is null || Contains(p.Title) || Contains(p.Handle) || Contains(p.Vendor) || p.Variants.Any(v => Contains(v.Sku)))
            .OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id).ToList();
        var last = Math.Max(1, (found.Count + Size - 1) / Size);
        var shown = Math.Clamp(page, 1, last);
        return new ProductListing(wanted, shown, found.Count, [.. found.Skip((shown - 1) * Size).Take(Size)]);

        bool Contains(string? text) => text?.Contains(wanted!, StringComparison.CurrentCultureIgnoreCase) is true;
    }

    private string Address(int page) =>
        string.Create(CultureInfo.InvariantCulture, $"?page={page}{(Query is null ? "" : "&q=" + Uri.EscapeDataString(Query))}");
}
