using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>A product that is in the store and has still to be published there.</summary>
/// <param name="Published">Publication GIDs where it is published already.</param>
internal sealed record UnpublishedProduct(long ProductId, string ShopifyProductId, IReadOnlyList<string> Published);

/// <summary>
/// Streams the products of a push that have still to be published, in product order: those it created, and those of earlier pushes whose publishing
/// did not finish. Both stand in the rows, so a push that another process takes over goes on with them.
/// </summary>
internal sealed class UnpublishedProducts(IDbContextFactory<BulkPushDbContext> contexts, IOptions<PushingOptions> options)
{
    public async IAsyncEnumerable<UnpublishedProduct> StreamAsync(StorePush push, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (await ReadAsync(push, last, cancellationToken) is { Count: > 0 } products)
        {
            foreach (var product in products)
            {
                yield return product;
            }

            last = products[^1].ProductId;
        }
    }

    private async Task<List<UnpublishedProduct>> ReadAsync(StorePush push, long afterProductId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var products = from item in db.PushItems
                       join channel in db.ProductChannels on item.ProductId equals channel.ProductId
                       where item.StorePushId == push.Id && item.PublishOutcome == PublishOutcome.Pending && item.ProductId > afterProductId
                           && channel.StoreId == push.StoreId && channel.PublishDue && channel.ShopifyProductId != null
                       orderby item.ProductId
                       select new UnpublishedProduct(item.ProductId, channel.ShopifyProductId!, channel.PublishedPublications);
        return await products.Take(options.Value.ReadBatch).ToListAsync(cancellationToken);
    }
}
