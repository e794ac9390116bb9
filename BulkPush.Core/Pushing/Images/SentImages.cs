using BulkPush.Core.Catalog;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Pushing.Images;

/// <summary>
/// Knows which images a push sent: those of the catalogue, as long as their hash is the one that the store accepted. Their order is the order on the
/// product's page, which is how an image of the store is matched with its source; Shopify keeps no trace of the source itself.
/// </summary>
internal sealed class SentImages(IDbContextFactory<BulkPushDbContext> contexts, ProductSetMapper mapper)
{
    /// <returns>By product id; products whose images have changed in the catalogue since are missing.</returns>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ProductImage>>> FindAsync(ImageCheckBatch batch, CancellationToken cancellationToken)
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
}
