using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>
/// Sends a push's pending products in files that Shopify works through, as many at once as it lets. What a file leaves without a known outcome stays pending.
/// </summary>
internal sealed class BulkSender(
    BulkFileWriter files, BulkStarter starter, BulkCarrier carrier, ResultWriter writer, IOptions<PushingOptions> options, TimeProvider clock)
{
    /// <summary>Files of an earlier firing first, then new ones until nothing is pending that is not in a file. Saves every outcome before it returns or throws.</summary>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown: files that run go on at Shopify and are found again.</exception>
    /// <exception cref="ShopifyStoreException">The store as a whole cannot be pushed any further.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task<BulkResult> SendAsync(
        PushHold hold, StorePushProgress planned, BulkOperations shopify, NewVariantLimit newVariants, CancellationToken cancellationToken)
    {
        var limit = BulkFileLimit.For(planned.Total - planned.Processed, shopify.AtOnce, options.Value.BulkLines);
        return await RunAsync(
            hold,
            planned,
            shopify,
            newVariants,
            isEnding: false,
            (context, stop) => Parallel.ForEachAsync(
                WorkAsync(context, limit, stop),
                new ParallelOptions { MaxDegreeOfParallelism = shopify.AtOnce, CancellationToken = stop },
                async (work, lane) => await work(lane)),
            cancellationToken);
    }

    /// <summary>Ends what this push has at Shopify, because an operator asked it to stop, and records what was done.</summary>
    /// <param name="cancellationToken">Gives up waiting for Shopify; the next push of the store takes care of what is left.</param>
    /// <inheritdoc cref="SendAsync"/>
    public Task EndAsync(PushHold hold, StorePushProgress progress, BulkOperations shopify, NewVariantLimit newVariants, CancellationToken cancellationToken) => RunAsync(
        hold,
        progress,
        shopify,
        newVariants,
        isEnding: true,
        async (context, stop) => await Parallel.ForEachAsync(
            await starter.RecoverAsync(context, stop),
            new ParallelOptions { MaxDegreeOfParallelism = shopify.AtOnce, CancellationToken = stop },
            async (started, lane) => await carrier.ResumeAsync(context, started, isEnding: true, lane)),
        cancellationToken);

    private async Task<BulkResult> RunAsync(
        PushHold hold,
        StorePushProgress planned,
        BulkOperations shopify,
        NewVariantLimit newVariants,
        bool isEnding,
        Func<BulkContext, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        var activity = new BulkActivity(clock);
        var recorder = new ProgressRecorder(writer, hold.Push, hold.FireInstanceId, planned, activity.Observe, options.Value, clock);
        var round = new BulkRound();
        await using var session = new SendingSession(hold, recorder, isEnding, round.GiveWay, options.Value.StopGrace, clock, cancellationToken);
        var context = new BulkContext(hold, shopify, newVariants, recorder, activity, round, session.Abort);
        await session.RunAsync(async () =>
        {
            try
            {
                await work(context, session.Stop);
            }
            catch (ShopifyStoreException fault)
            {
                await session.FailAsync(fault);
            }
        });
        return new BulkResult(context.Round, recorder.Progress with { IsCoarse = false, UnderWay = 0, RatePerSecond = null, EtaSeconds = null });
    }

    private async IAsyncEnumerable<Func<CancellationToken, Task>> WorkAsync(
        BulkContext context, BulkFileLimit limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Before anything is read as pending: products of files that never ran go into new ones at once.
        foreach (var started in await starter.RecoverAsync(context, cancellationToken))
        {
            yield return lane => carrier.ResumeAsync(context, started, isEnding: false, lane);
        }

        await foreach (var file in files.WriteAsync(context, limit, cancellationToken))
        {
            yield return lane => carrier.CarryAsync(context, file, lane);
            if (context.Round.Refusal is not null || context.Round.IsGivingWay)
            {
                yield break;
            }

            // Results of a file are all read; what they say of the store keeps further files back.
            if (context.Recorder.Window.Fault is { } refusals)
            {
                throw refusals;
            }
        }
    }
}

/// <summary>What came of a round of files, and the push's figures after it.</summary>
internal sealed record BulkResult(BulkRound Round, StorePushProgress Progress);
