using System.Collections.Concurrent;
using System.Security.Cryptography;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Images;

/// <summary>
/// Reads back, some time after a push, whether Shopify could fetch the images it was sent: a dead address never shows in the answer to a push
/// (FACTS section 4, capture 24). A failed image becomes a warning of the product; a good one is remembered by the store's id.
/// </summary>
internal sealed partial class ImageChecker(
    ImageCheckQueue queue,
    SentImages sent,
    StoreService stores,
    ShopifyStoreClientFactory clients,
    IOptions<ImageCheckOptions> options,
    TimeProvider clock,
    ILogger<ImageChecker> logger)
{
    /// <summary>How long a store that could not be read is left alone: the next batch would meet the same fault.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _resting = new();

    /// <summary>Reads back everything whose date has come, store by store. Stores with a push under way are left for later.</summary>
    /// <returns>Products that were read.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var read = 0;
        while (await queue.TakeAsync(Resting(), cancellationToken) is { } batch)
        {
            try
            {
                read += await CheckAsync(batch, cancellationToken);
            }
            catch (Exception fault) when (fault is ShopifyStoreException or CryptographicException)
            {
                Log.CannotRead(logger, batch.StoreId, fault);
                _resting[batch.StoreId] = clock.GetUtcNow() + Rest;
            }
        }

        return read;
    }

    private List<Guid> Resting()
    {
        var now = clock.GetUtcNow();
        return [.. _resting.Where(store => store.Value > now).Select(store => store.Key)];
    }

    private async Task<int> CheckAsync(ImageCheckBatch batch, CancellationToken cancellationToken)
    {
        if (await stores.ConnectAsync(batch.StoreId, cancellationToken) is not { } connection)
        {
            return 0;
        }

        var sources = await sent.FindAsync(batch, cancellationToken);

        // One more than was sent shows whether somebody has added images in the store.
        var most = sources.Count < batch.Products.Count ? ProductImageReader.Most : sources.Values.Max(images => images.Count) + 1;
        var held = await clients.For(connection).Images.ReadAsync([.. batch.Products.Select(p => p.ShopifyProductId)], most, cancellationToken);
        var findings = batch.Products.Select(check => Finding(check, held, sources)).ToList();

        // Crash point 16: taken and read, not saved. Safe: the batch comes up again at the date that taking it has set.
        CrashPoint.Reached(16);
        await queue.SaveAsync(findings, cancellationToken);
        return findings.Count;
    }

    private ImageFinding Finding(
        ImageCheck check,
        IReadOnlyDictionary<string, IReadOnlyList<ChannelImage>> held,
        IReadOnlyDictionary<long, IReadOnlyList<ProductImage>> sources)
    {
        if (!held.TryGetValue(check.ShopifyProductId, out var images))
        {
            return new ImageFinding(check, null, IsDone: true);
        }

        var isSettled = images.All(image => image.State != ChannelImageState.Processing);
        return new ImageFinding(check, SentImages.Match(images, sources.GetValueOrDefault(check.ProductId)), isSettled || check.Checks >= options.Value.MaxChecks);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The images of store {StoreId} cannot be read back now; they are tried again later")]
        public static partial void CannotRead(ILogger logger, Guid storeId, Exception fault);
    }
}
