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

/// <summary>Products read together. A channel that was switched off meanwhile is left out, and its item is skipped when the push ends.</summary>
/// <param name="Last">Id of the last product that was looked at; null when none is left.</param>
internal sealed record PendingBatch(IReadOnlyList<PendingProduct> Products, long? Last);

/// <summary>
/// Streams the products of a push that are still pending and not in a file that Shopify works through, in product order, a batch ahead of the calls.
/// </summary>
internal sealed class PendingProducts(IDbContextFactory<BulkPushDbContext> contexts, IOptions<PushingOptions> options)
{
    /// <summary>Reads what a stream begins with, so that it can be read before it is certain that the stream may begin.</summary>
    public Task<PendingBatch> FirstAsync(StorePush push, CancellationToken cancellationToken) => ReadAsync(push, 0, cancellationToken);

    public IAsyncEnumerable<PendingProduct> StreamAsync(StorePush push, CancellationToken cancellationToken) =>
        StreamAsync(push, FirstAsync(push, cancellationToken), cancellationToken);

    /// <param name="first">What <see cref="FirstAsync"/> read, if nothing of the push was sent since.</param>
    public IAsyncEnumerable<PendingProduct> StreamAsync(StorePush push, PendingBatch? first, CancellationToken cancellationToken) =>
        first is null ? StreamAsync(push, cancellationToken) : StreamAsync(push, Task.FromResult(first), cancellationToken);

    private async IAsyncEnumerable<PendingProduct> StreamAsync(
        StorePush push, Task<PendingBatch> batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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

    /// <summary>The next products that are pending and not in a file, in order.</summary>
    public async Task<List<long>> IdsAsync(StorePush push, long afterProductId, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await IdsAsync(db, push, afterProductId, count, cancellationToken);
    }

    /// <summary>Loads products; one whose channel was switched off meanwhile is left out.</summary>
    public async Task<List<PendingProduct>> LoadAsync(StorePush push, IReadOnlyCollection<long> productIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await LoadAsync(db, push, productIds, cancellationToken);
    }

    private async Task<PendingBatch> ReadAsync(StorePush push, long afterProductId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await IdsAsync(db, push, afterProductId, options.Value.ReadBatch, cancellationToken);
        return ids.Count == 0 ? new PendingBatch([], null) : new PendingBatch(await LoadAsync(db, push, ids, cancellationToken), ids[^1]);
    }

    private static Task<List<long>> IdsAsync(BulkPushDbContext db, StorePush push, long afterProductId, int count, CancellationToken cancellationToken) => db.PushItems
        .Where(i => i.StorePushId == push.Id && i.Outcome == PushItemOutcome.Pending && i.ProductId > afterProductId
            && !db.BulkOperationLines.Any(l => l.StorePushId == push.Id && l.ProductId == i.ProductId))
        .OrderBy(i => i.ProductId)
        .Select(i => i.ProductId)
        .Take(count)
        .ToListAsync(cancellationToken);

    private static async Task<List<PendingProduct>> LoadAsync(BulkPushDbContext db, StorePush push, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
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
}
