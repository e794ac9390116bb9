using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>Products read together. A channel that was switched off meanwhile is left out, and its item is skipped when the push ends.</summary>
/// <param name="Last">Id of the last product that was looked at; null when none is left.</param>
internal sealed record PendingBatch(IReadOnlyList<PendingItem> Products, long? Last);

/// <summary>
/// Streams the products of a push that are still pending and not in a file that Shopify works through, in product order, a batch ahead of the calls.
/// </summary>
internal sealed class PendingProducts(IDbContextFactory<BulkPushDbContext> contexts, ProductLoader loader, IOptions<PushingOptions> options)
{
    /// <summary>Reads what a stream begins with, so that it can be read before it is certain that the stream may begin.</summary>
    public Task<PendingBatch> FirstAsync(StorePush push, CancellationToken cancellationToken) => ReadAsync(push, 0, cancellationToken);

    public IAsyncEnumerable<PendingItem> StreamAsync(StorePush push, CancellationToken cancellationToken) =>
        StreamAsync(push, FirstAsync(push, cancellationToken), cancellationToken);

    /// <param name="first">What <see cref="FirstAsync"/> read, if nothing of the push was sent since.</param>
    public IAsyncEnumerable<PendingItem> StreamAsync(StorePush push, PendingBatch? first, CancellationToken cancellationToken) =>
        first is null ? StreamAsync(push, cancellationToken) : StreamAsync(push, Task.FromResult(first), cancellationToken);

    private async IAsyncEnumerable<PendingItem> StreamAsync(
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
        return await db.PushItems
            .Where(i => i.StorePushId == push.Id && i.Outcome == PushItemOutcome.Pending && i.ProductId > afterProductId
                && !db.BulkOperationLines.Any(l => l.StorePushId == push.Id && l.ProductId == i.ProductId))
            .OrderBy(i => i.ProductId)
            .Select(i => i.ProductId)
            .Take(count)
            .ToListAsync(cancellationToken);
    }

    private async Task<PendingBatch> ReadAsync(StorePush push, long afterProductId, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(push, afterProductId, options.Value.ReadBatch, cancellationToken);
        return ids.Count == 0 ? new PendingBatch([], null) : new PendingBatch(await loader.LoadAsync(push, ids, cancellationToken), ids[^1]);
    }
}
