using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Pushing.Suspects;

/// <summary>
/// Sends the products that workers had in hand when they died, one at a time before all others, and sets aside the one with which enough of them died.
/// </summary>
internal sealed partial class SuspectSender(SuspectMarks marks, ProductLoader loader, DirectSender calls, ILogger<SuspectSender> logger)
{
    /// <summary>Returns the push's figures once every suspect has its outcome.</summary>
    /// <inheritdoc cref="DirectSender.SendAsync(PushHold, StorePushProgress, PendingBatch, ShopifyStoreClient, CancellationToken)"/>
    public async Task<StorePushProgress> SendAsync(PushHold hold, StorePushProgress planned, ShopifyStoreClient client, CancellationToken cancellationToken)
    {
        if (await marks.SuspectsAsync(hold.Push, cancellationToken) is not { Count: > 0 } suspects)
        {
            return planned;
        }

        Log.Careful(logger, suspects.Count, hold.Push.Store!.Name);
        var progress = await calls.SendAsync(
            hold, planned with { Phase = PushPhase.Suspects }, (recorder, stop) => StreamAsync(hold, suspects, recorder, stop), atOnce: 1, client, cancellationToken);
        await marks.ClearAsync(hold, cancellationToken);
        return progress;
    }

    private async IAsyncEnumerable<PendingItem> StreamAsync(
        PushHold hold, IReadOnlyList<Suspect> suspects, ProgressRecorder recorder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var suspect in suspects)
        {
            // The outcome of the one before must stand in the rows: what is pending and marked at a death is what killed.
            await recorder.FlushAsync(cancellationToken);
            if (suspect.Deaths >= WorkerDeaths.Enough)
            {
                if (await loader.ReferenceAsync(hold.Push, suspect.ProductId, cancellationToken) is { } product)
                {
                    Log.SetAside(logger, suspect.ProductId, suspect.Deaths);
                    await recorder.AddAsync(SetAside(product), cancellationToken);
                }

                continue;
            }

            await marks.MarkAsync(hold, [suspect.ProductId], isAlone: true, cancellationToken);
            foreach (var product in await loader.LoadAsync(hold.Push, [suspect.ProductId], cancellationToken))
            {
                yield return product;
            }
        }
    }

    private static ProductResult SetAside(ProductReference product) => ProductResult.Failure(
        product,
        0,
        SuspectMarks.WorkerBroken,
        null,
        $"The worker process died {WorkerDeaths.Enough} times while it worked on this product, so the product was set aside and the push went on without it. Look into the worker's log and the "
        + "system's (out of memory?), make the product smaller or correct it, and push it again; report this if it comes back.") with
    { IsInDoubt = true };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Workers died with {Count} products of the push to {Store}: they are sent one at a time")]
        public static partial void Careful(ILogger logger, int count, string store);

        [LoggerMessage(LogLevel.Error, "Product {ProductId} is set aside: {Deaths} workers died with it")]
        public static partial void SetAside(ILogger logger, long productId, int deaths);
    }
}
