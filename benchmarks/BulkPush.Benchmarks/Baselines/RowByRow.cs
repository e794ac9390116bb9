using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Benchmarks.Baselines;

/// <summary>What a loop over products does with a database when it is written the obvious way: read the product, send it (left out here), save what became of it.</summary>
internal static class RowByRow
{
    public static async Task RunAsync(string connectionString, Guid storeId, int products, CancellationToken cancellationToken)
    {
        var options = BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), connectionString).Options;
        await using var list = new BulkPushDbContext(options);
        var ids = await list.ProductChannels.Where(c => c.StoreId == storeId).OrderBy(c => c.ProductId).Select(c => c.ProductId).Take(products).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            await using var db = new BulkPushDbContext(options);
            var channel = await db.ProductChannels
                .Include(c => c.Product!.Variants).Include(c => c.Product!.Images).Include(c => c.Product!.Metafields)
                .AsSplitQuery().SingleAsync(c => c.StoreId == storeId && c.ProductId == id, cancellationToken);
            channel.LastErrorMessage = $"Product {id} was sent.";
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
