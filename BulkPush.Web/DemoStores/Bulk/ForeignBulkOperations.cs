using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Bulk operations that somebody else of the same app runs: they take up room and never end by themselves. The caller holds the shop's lock.</summary>
internal static class ForeignBulkOperations
{
    private const string Mutation = "mutation Foreign($input: ProductSetInput!) { productSet(input: $input) { userErrors { message } } }";

    /// <summary>Starts or completes some, so that exactly <paramref name="count"/> are running.</summary>
    public static void Set(DemoShop shop, int count)
    {
        var running = shop.Content.BulkOperations.Where(o => o is { Upload: null, IsSettled: false }).ToList();
        foreach (var surplus in running.Skip(count)) BulkEnd.Settle(shop, surplus.Id, BulkStatus.Completed, null, resultBytes: 0);
        for (var i = running.Count; i < count; i++)
        {
            shop.Commit(new ShopChange
            {
                BulkOperation = new DemoBulkOperation
                {
                    Id = shop.Content.NextId(),
                    Mutation = Mutation,
                    Upload = null,
                    CreatedAt = shop.Clock.GetUtcNow(),
                    Status = BulkStatus.Running,
                },
            });
        }
    }
}
