using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Uploads and results live for seven days; a sweep when an operation starts keeps the disk from filling. The caller holds the shop's lock.</summary>
internal static class BulkRetention
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static void Sweep(DemoShop shop, DateTimeOffset now)
    {
        foreach (var operation in shop.Content.BulkOperations.Where(o => o.ResultKey is not null && o.SettledAt + Kept < now).ToList()) Expire(shop, operation);
        var used = shop.Content.BulkOperations.Where(o => !o.IsSettled).Select(o => o.Upload).ToHashSet();
        foreach (var upload in shop.Content.Uploads.Where(u => u.IssuedAt + Kept < now && !used.Contains(u.Key)).ToList())
        {
            File.Delete(shop.Files.Upload(upload.Key));
            shop.Commit(new ShopChange { DeletedUpload = upload.Key });
        }
    }

    /// <summary>Makes the results of every operation that has settled unfetchable at once.</summary>
    public static void ExpireAll(DemoShop shop)
    {
        foreach (var operation in shop.Content.BulkOperations.Where(o => o.ResultKey is not null).ToList()) Expire(shop, operation);
    }

    private static void Expire(DemoShop shop, DemoBulkOperation operation)
    {
        File.Delete(shop.Files.Results(operation));
        shop.Commit(new ShopChange { BulkOperation = operation with { Status = BulkStatus.Expired, ResultKey = null } });
    }
}
