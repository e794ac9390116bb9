using BulkPush.Core.Catalog;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Pushing.Images;

/// <summary>
/// Knows which images a push sent: those of the catalogue, as long as their hash is the one that the store accepted. Their order is the order on the
/// product's page, which is how an image of the store is matched with its source; Shopify keeps no trace of the source itself.
/// </summary>
internal sealed partial class SentImages(IDbContextFactory<BulkPushDbContext> contexts, ProductSetMapper mapper, ILogger<SentImages> logger)
{
    /// <returns>By product id; products whose images have changed in the catalogue since are missing, and those that cannot be read.</returns>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ProductImage>>> FindAsync(ImageCheckBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(batch, cancellationToken);
        }
        catch (Exception fault) when (ProductFaults.MayBeOne(fault))
        {
            // The item's boundary: it would come up again for ever, and the images of those that are read with it would never be looked at.
            if (batch.Products is [var product])
            {
                Log.Unreadable(logger, fault, product.ProductId);
                return new Dictionary<long, IReadOnlyList<ProductImage>>();
            }
        }

        var half = batch.Products.Count / 2;
        var first = await FindAsync(batch with { Products = [.. batch.Products.Take(half)] }, cancellationToken);
        var second = await FindAsync(batch with { Products = [.. batch.Products.Skip(half)] }, cancellationToken);
        return first.Concat(second).ToDictionary();
    }

    private async Task<Dictionary<long, IReadOnlyList<ProductImage>>> ReadAsync(ImageCheckBatch batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.Stores.AsNoTracking().Where(s => s.Id == batch.StoreId).Select(s => s.Settings).SingleAsync(cancellationToken);
        var ids = batch.Products.Select(p => p.ProductId).ToList();
        var products = await db.Products.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .Include(p => p.Variants.OrderBy(v => v.Position))
            .Include(p => p.Images.OrderBy(i => i.Position))
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        var hashes = batch.Products.ToDictionary(p => p.ProductId, p => p.MediaHash);
        return products
            .Select(product => (product.Id, Sent: mapper.ImagesOf(product, settings)))
            .Where(product => product.Sent.Hash is { } hash && hash == hashes[product.Id])
            .ToDictionary(product => product.Id, product => product.Sent.Images);
    }

    /// <summary>Gives the store's images the sources they were made from, where there is no doubt about it.</summary>
    /// <param name="sent">Null when it is not known what was sent.</param>
    public static IReadOnlyList<ChannelImage> Match(IReadOnlyList<ChannelImage> held, IReadOnlyList<ProductImage>? sent)
    {
        // Somebody may have added, removed or moved images in the store since: number and texts must agree.
        var isSame = sent is not null && sent.Count == held.Count && sent.Zip(held).All(pair => (pair.First.AltText ?? "").Trim() == pair.Second.AltText.Trim());
        return isSame ? [.. held.Zip(sent!, (image, source) => image with { Source = source.Src })] : held;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Product {ProductId} could not be read from the catalogue, so its images in the store are not matched with their sources")]
        public static partial void Unreadable(ILogger logger, Exception fault, long productId);
    }
}
