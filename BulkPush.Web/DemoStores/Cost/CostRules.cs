namespace BulkPush.Web.DemoStores.Cost;

/// <summary>Shopify's price list, measured from recorded traffic: what a field, a page and a piece of input cost in points.</summary>
internal static class CostRules
{
    public const int SingleQueryLimit = 1000;

    public const int MutationBase = 10;

    public const int CountRoot = 10;

    public const int ConnectionBase = 2;

    private static readonly HashSet<string> FreeTypes =
        ["MoneyV2", "MoneyBag", "MailingAddress", "LocationAddress", "ShopAddress", "PageInfo", "InventoryItemMeasurement", "Weight"];

    private static readonly Dictionary<string, (string[] Path, decimal Points)[]> InputPoints = new()
    {
        ["productSet"] =
        [
            (["input", "variants"], 0.2m),
            (["input", "variants", "metafields"], 0.4m),
            (["input", "variants", "file"], 0.6m),
            (["input", "metafields"], 0.4m),
            (["input", "files"], 1.9m),
        ],
    };

    /// <summary>How many nodes a page of <paramref name="size"/> is charged as: 2 ln n, rounded down, at least 1.</summary>
    public static int PageWeight(int size) => size > 0 ? Math.Max(1, (int)Math.Floor(2 * Math.Log(size))) : 0;

    /// <summary>Value objects are free; every other object costs one point.</summary>
    public static int ObjectPoints(string type) => FreeTypes.Contains(type) ? 0 : 1;

    /// <summary>Scalars are free but for one that Shopify has to count.</summary>
    public static int ScalarPoints(string owner, string field) => (owner, field) is ("Location", "hasUnfulfilledOrders") ? 1 : 0;

    /// <summary>Points for the size of a mutation's input, not yet rounded.</summary>
    public static decimal InputComplexity(string mutation, Func<string, object?> argument)
    {
        var points = 0m;
        foreach (var (path, each) in InputPoints.GetValueOrDefault(mutation, []))
            points += each * Count(argument(path[0]), path.AsSpan(1));
        return points;
    }

    /// <summary>Half a point and more is a point.</summary>
    public static int Round(decimal points) => (int)Math.Round(points, MidpointRounding.AwayFromZero);

    private static int Count(object? value, ReadOnlySpan<string> path)
    {
        switch (value)
        {
            case null:
                return 0;
            case IReadOnlyList<object?> list:
                if (path.IsEmpty) return list.Count;
                var sum = 0;
                foreach (var item in list) sum += Count(item, path);
                return sum;
            case IReadOnlyDictionary<string, object?> fields when !path.IsEmpty:
                return Count(fields.GetValueOrDefault(path[0]), path[1..]);
            default:
                return path.IsEmpty ? 1 : 0;
        }
    }
}
