using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>
/// Operations that earlier pushes of a store left at Shopify, because they were cancelled or failed before Shopify was through. They are ended before anything
/// is sent: their outdated lines must not come after those of this push.
/// </summary>
internal sealed partial class BulkLeftovers(BulkOperationLedger ledger, BulkStarter starter, BulkCarrier carrier, ILogger<BulkLeftovers> logger)
{
    public Task<List<BulkOperation>> FindAsync(StorePush push, CancellationToken cancellationToken) => ledger.LeftoversAsync(push, cancellationToken);

    /// <summary>Asks Shopify to stop each and waits until it has.</summary>
    /// <exception cref="ShopifyStoreException">The store does not let us in.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task EndAsync(PushHold hold, IReadOnlyList<BulkOperation> leftovers, BulkOperations shopify, CancellationToken cancellationToken)
    {
        foreach (var operation in leftovers)
        {
            var startedAt = operation.StartedAt ?? operation.CreatedAt;
            if ((operation.ShopifyOperationId ?? await starter.FindStartedAsync(shopify, operation.ClientIdentifier, startedAt, cancellationToken)) is { } operationId)
            {
                Log.Ending(logger, operationId);
                await shopify.CancelAsync(operationId, cancellationToken);
                await carrier.WatchAsync(shopify, operationId, startedAt, _ => { }, cancellationToken);
            }

            await ledger.DropAsync(hold, operation, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "An earlier push left {OperationId} at Shopify; it is ended first")]
        public static partial void Ending(ILogger logger, string operationId);
    }
}
