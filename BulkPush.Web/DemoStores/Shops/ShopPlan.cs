namespace BulkPush.Web.DemoStores.Shops;

/// <summary>What a kind of shop brings with it.</summary>
/// <param name="MaximumAvailable">Size of the cost bucket in points.</param>
/// <param name="RestoreRate">Points a second.</param>
internal sealed record ShopPlan(string PublicName, bool IsPlus, double MaximumAvailable, double RestoreRate, int LocationLimit)
{
    private static readonly Dictionary<FaultKind, double> Misbehaviour = new()
    {
        [FaultKind.Throttle] = 0.03,
        [FaultKind.TooManyRequests] = 0.02,
        [FaultKind.ServerErrorJson] = 0.02,
        [FaultKind.ServerErrorHtml] = 0.01,
        [FaultKind.ConnectionReset] = 0.01,
        [FaultKind.LostReply] = 0.02,
        [FaultKind.InternalServerError] = 0.01,
        [FaultKind.InternalServerErrorAfterEffect] = 0.01,
        [FaultKind.UploadRefused] = 0.05,
        [FaultKind.BulkFails] = 0.05,
        [FaultKind.BulkResultIncomplete] = 0.05,
        [FaultKind.BulkResultTorn] = 0.05,
    };

    private static readonly Dictionary<FaultKind, double> NoFaults = [];

    private static readonly ShopPlan Standard = new("Basic", false, 2000, 100, 10);
    private static readonly ShopPlan Plus = new("Shopify Plus", true, 20000, 1000, 200);

    public static ShopPlan Of(DemoShopKind kind) => kind == DemoShopKind.Plus ? Plus : Standard;

    /// <summary>Chance of each fault in a shop of that kind.</summary>
    public static IReadOnlyDictionary<FaultKind, double> FaultsOf(DemoShopKind kind) => kind == DemoShopKind.Misbehaving ? Misbehaviour : NoFaults;
}
