using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>What every field reader may need: the shop, whose lock is held, and the time of the request.</summary>
internal sealed record ReadContext(DemoShop Shop, DateTimeOffset Now)
{
    private static readonly Dictionary<string, BulkMutation> NoBulkMutations = [];

    /// <summary>Version that serves the request, <c>2026-07</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Address of the demo shop as the caller reached it, <c>http://localhost:5080/demo-stores/alpha</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The mutations that the request wants run in bulk, examined, by their text.</summary>
    public IReadOnlyDictionary<string, BulkMutation> BulkMutations { get; init; } = NoBulkMutations;

    /// <summary>Bulk operations that the request started; they run once it has been executed.</summary>
    public List<StartedBulkOperation> Started { get; } = [];

    public ShopContent Content => Shop.Content;
}
