using System.Runtime.CompilerServices;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Core.Pushing;

/// <summary>A product that a push has yet to send, with its channel as it stands. Its revisions are those that a success will record.</summary>
internal sealed record PendingProduct(Product Product, ProductChannel Channel)
{
    public ChannelState State => ChannelState.Of(Channel);
}

/// <summary>
/// Streams the products of a push that are still pending and not in a file that Shopify works through, in product order, a batch ahead of the calls.
/// </summary>
internal sealed class PendingProducts(IDbContextFactory<BulkPushDbContext> contexts, IOptions<PushingOptions> options)
{
    public async IAsyncEnumerable<PendingProduct> StreamAsync(StorePush push, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = ReadAsync(push, 0, cancellationToken);
        while (true)
        {
            var (products, last) = await batch;
            if (last is not { } lastProductId)
            {
                yield break;
            }

            batch = ReadAsync(push, lastProductId, cancellationToken);
            try
            {
                foreach (var product in products)
                {
                    yield return product;
                }
            }
            finally
            {
                // A reader that stops early must not leave a failed read unobserved.
                await batch.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    /// <returns>The products and the id of the last item read; null at the end. A channel that was switched off meanwhile is left out, and its item is skipped when the push ends.</returns>
    private async Task<(List<PendingProduct> Products, long? Last)> ReadAsync(StorePush push, long afterProductId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await db.PushItems
            .Where(i => i.StorePushId == push.Id && i.Outcome == PushItemOutcome.Pending && i.ProductId > afterProductId
                && !db.BulkOperationLines.Any(l => l.StorePushId == push.Id && l.ProductId == i.ProductId))
            .OrderBy(i => i.ProductId)
            .Select(i => i.ProductId)
            .Take(options.Value.ReadBatch)
            .ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return ([], null);
        }

        var channels = await db.ProductChannels.AsNoTrackingWithIdentityResolution()
            .Where(c => c.StoreId == push.StoreId && c.IsActive && ids.Contains(c.ProductId))
            .Include(c => c.Product!.Variants.OrderBy(v => v.Position))
            .Include(c => c.Product!.Images.OrderBy(i => i.Position))
            .Include(c => c.Product!.Metafields.OrderBy(m => m.Namespace).ThenBy(m => m.Key))
            .OrderBy(c => c.ProductId)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return (channels.ConvertAll(channel => new PendingProduct(channel.Product!, channel)), ids[^1]);
    }
}
