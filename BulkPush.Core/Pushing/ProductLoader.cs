using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Pushing;

/// <summary>Loads products with everything that a store is sent of them, many at a time, and finds the one among them that cannot be read.</summary>
internal sealed partial class ProductLoader(IDbContextFactory<BulkPushDbContext> contexts, ILogger<ProductLoader> logger)
{
    /// <summary>
    /// In the order of their ids. One whose channel was switched off, or that was deleted meanwhile, is left out. When they cannot be read together, they are read by
    /// halves, down to the one that is at fault.
    /// </summary>
    /// <param name="productIds">Ascending.</param>
    /// <exception cref="Exception">The database is away, or refuses to read any product.</exception>
    public async Task<IReadOnlyList<PendingItem>> LoadAsync(StorePush push, IReadOnlyList<long> productIds, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(push, productIds, cancellationToken);
        }
        catch (Exception fault) when (ProductFaults.MayBeOne(fault))
        {
            // The item's boundary: a row that breaks our reading must not stop the products that are read with it.
            if (productIds is [var productId])
            {
                Log.Unreadable(logger, fault, productId);
                return await ReferenceAsync(push, productId, cancellationToken) is { } product ? [new UnreadableProduct(product, fault)] : [];
            }
        }

        var half = productIds.Count / 2;
        return
        [
            .. await LoadAsync(push, [.. productIds.Take(half)], cancellationToken),
            .. await LoadAsync(push, [.. productIds.Skip(half)], cancellationToken),
        ];
    }

    /// <summary>What recording the outcome of a product takes, without its content, which may be what kills; null when it is gone.</summary>
    public async Task<ProductReference?> ReferenceAsync(StorePush push, long productId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ProductChannels.AsNoTracking()
            .Where(c => c.StoreId == push.StoreId && c.ProductId == productId)
            .Select(c => new { c.Product!.Handle, c.Product.Title, ProductRevision = c.Product.Revision, ChannelRevision = c.Revision })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new ProductReference(productId, found.Handle, found.Title, found.ProductRevision, found.ChannelRevision, push.Store!.Revision);
    }

    private async Task<IReadOnlyList<PendingItem>> ReadAsync(StorePush push, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channels = await db.ProductChannels.AsNoTracking()
            .Where(c => c.StoreId == push.StoreId && c.IsActive && ids.Contains(c.ProductId))
            .Include(c => c.Product!.Variants.OrderBy(v => v.Position))
            .Include(c => c.Product!.Images.OrderBy(i => i.Position))
            .Include(c => c.Product!.Metafields.OrderBy(m => m.Namespace).ThenBy(m => m.Key))
            .OrderBy(c => c.ProductId)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return channels.ConvertAll(channel => new PendingProduct(channel.Product!, channel));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Product {ProductId} could not be read from the catalogue")]
        public static partial void Unreadable(ILogger logger, Exception fault, long productId);
    }
}
