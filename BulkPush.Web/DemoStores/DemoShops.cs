namespace BulkPush.Web.DemoStores;

/// <summary>The shops of a first run: one on the Standard plan, one on Plus, one that misbehaves now and then.</summary>
public static class DemoShops
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LatencyJitter = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan SearchLag = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BulkDelay = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<DemoShopOptions> Defaults { get; } =
    [
        Create("north-outfitters", "North Outfitters", DemoShopKind.Standard, "EUR", "Hamburg warehouse", "Flagship store"),
        Create("atlas-living", "Atlas Living", DemoShopKind.Plus, "USD", "East coast hub", "West coast hub", "Returns centre"),
        Create("quirky-corner", "Quirky Corner", DemoShopKind.Misbehaving, "GBP", "Back room"),
    ];

    private static DemoShopOptions Create(string name, string displayName, DemoShopKind kind, string currency, params string[] locations) => new()
    {
        Name = name,
        DisplayName = displayName,
        AccessToken = $"shpat_demo_{name.Replace('-', '_')}",
        ClientId = $"demo_{name.Replace('-', '_')}",
        ClientSecret = $"shpss_demo_{name.Replace('-', '_')}",
        Kind = kind,
        CurrencyCode = currency,
        Latency = Latency,
        LatencyJitter = LatencyJitter,
        SearchLag = SearchLag,
        BulkDelay = BulkDelay,
        Locations = locations,
    };
}
