using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Suspects;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>Sends a push's pending products one call each, as many at a time as the store's cost budget admits.</summary>
internal sealed partial class DirectSender(
    CarefulProducts products, ProductSetMapper mapper, ResultWriter writer, IOptions<PushingOptions> options, TimeProvider clock, ILogger<DirectSender> logger)
{
    /// <summary>Sends everything that is pending and saves every outcome before it returns or throws.</summary>
    /// <param name="first">The first products, when they were read already.</param>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown; calls under way had <see cref="PushingOptions.StopGrace"/> to end.</exception>
    /// <exception cref="ShopifyStoreException">The store as a whole cannot be pushed any further.</exception>
    /// <exception cref="StorePushGivesWayException">Another push of the store goes first.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public Task<StorePushProgress> SendAsync(
        PushHold hold, StorePushProgress planned, PendingBatch? first, ShopifyStoreClient client, CancellationToken cancellationToken) => SendAsync(
            hold,
            planned,
            (_, stop) => products.StreamAsync(hold, first, isOneByOne: false, stop),
            CarefulProducts.IsCareful(hold.Push) ? CarefulProducts.CallsAtOnce : options.Value.RequestsInFlight,
            client,
            cancellationToken);

    /// <summary>The same for chosen products.</summary>
    /// <param name="stream">Gives the products, until it is told to stop; their outcomes go to the recorder.</param>
    /// <param name="atOnce">Most calls under way.</param>
    /// <returns>The push's figures.</returns>
    /// <inheritdoc cref="SendAsync(PushHold, StorePushProgress, PendingBatch, ShopifyStoreClient, CancellationToken)"/>
    public async Task<StorePushProgress> SendAsync(
        PushHold hold,
        StorePushProgress planned,
        Func<ProgressRecorder, CancellationToken, IAsyncEnumerable<PendingItem>> stream,
        int atOnce,
        ShopifyStoreClient client,
        CancellationToken cancellationToken)
    {
        var (push, pushing) = (hold.Push, options.Value);
        var recorder = new ProgressRecorder(
            writer, push, hold.FireInstanceId, planned, figures => figures with { IsWaitingForBudget = client.Budget.IsWaiting }, pushing, clock);
        await using var session = new SendingSession(hold, recorder, isEnding: false, onGiveWay: null, pushing.StopGrace, clock, cancellationToken);
        await session.RunAsync(() => Parallel.ForEachAsync(
            stream(recorder, session.Stop),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = session.Stop },
            async (item, _) =>
            {
                try
                {
                    var result = item switch
                    {
                        PendingProduct product => await PushAsync(product, push, client, new CallLife(session.Stop, session.Abort)),
                        UnreadableProduct unreadable => ProductResult.Unreadable(unreadable),
                        var other => throw new InvalidOperationException($"Unknown item {other.GetType().Name}."),
                    };
                    if (result.Outcome == PushItemOutcome.Pending)
                        recorder.AddGivenUp(result);
                    else
                        await recorder.AddAsync(result, session.Abort);
                    if (recorder.Window.Fault is { } refusals)
                        await session.FailAsync(refusals);
                }
                catch (ShopifyStoreException fault)
                {
                    await session.FailAsync(fault);
                }
            }));
        return recorder.Progress;
    }

    private async Task<ProductResult> PushAsync(PendingProduct source, StorePush push, ShopifyStoreClient client, CallLife life)
    {
        var product = ProductReference.Of(source, push);
        CrashPoint.TakenInHand(product.ProductId);
        try
        {
            return mapper.Map(source.Product, source.State, push.Store!.Settings, push.Job!.Scope.Force) switch
            {
                MapOutcome.Unchanged => new ProductResult(product, PushItemOutcome.Unchanged, 0),
                MapOutcome.Refused refused => ProductResult.Failure(product, 0, refused.Code, refused.Field, refused.Message),
                MapOutcome.Ready ready => await SendAsync(product, ready, client, life),
                var other => throw new InvalidOperationException($"Unknown mapping {other.GetType().Name}."),
            };
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ShopifyStoreException) && !DatabaseFaults.IsAway(fault))
        {
            // The item's boundary: one product that breaks our code must not stop the others.
            Log.Broke(logger, fault, source.Product.Id);
            return ProductResult.Broke(product, 1, fault) with { IsInDoubt = true };
        }
    }

    private static async Task<ProductResult> SendAsync(
        ProductReference product, MapOutcome.Ready ready, ShopifyStoreClient client, CallLife life)
    {
        // Crash points 4 and 5: a crash while the call is under way, or when its reply is lost, leaves the outcome unknown. Safe: the product stays
        // pending and is pushed again by the same identifier. Point 5 is the store's side of the call: only the store knows that it is there.
        CrashPoint.Reached(4);
        ProductSetOutcome outcome;
        try
        {
            outcome = await client.SetProductAsync(ready.Call, life);
        }
        catch (ShopifyCallGivenUpException)
        {
            return new ProductResult(product, PushItemOutcome.Pending, 1, Hashes: ready.Hashes, IsInDoubt: true);
        }

        return outcome switch
        {
            ProductSetOutcome.Created created => new ProductResult(
                product, PushItemOutcome.Created, outcome.Attempts, created.ShopifyProductId, ready.Hashes),
            ProductSetOutcome.Updated updated => new ProductResult(
                product, PushItemOutcome.Updated, outcome.Attempts, updated.ShopifyProductId, ready.Hashes),
            ProductSetOutcome.Deferred deferred => ProductResult.Deferred(product, outcome.Attempts, deferred.Until),
            ProductSetOutcome.Unknown unknown => ProductResult.Failure(product, outcome.Attempts, ShopifyStoreFaults.Unavailable, null, unknown.Message) with
            {
                Hashes = ready.Hashes,
                IsInDoubt = true,
            },
            ProductSetOutcome.Rejected rejected => ProductResult.Failure(product, outcome.Attempts, rejected.Code, rejected.Field, rejected.Message),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Product {ProductId} broke on an error of our own")]
        public static partial void Broke(ILogger logger, Exception fault, long productId);
    }
}
