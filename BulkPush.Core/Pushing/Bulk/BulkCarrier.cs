using System.Collections;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>Carries one file from its upload to its last result, or from wherever an earlier firing left it.</summary>
internal sealed partial class BulkCarrier(
    BulkOperationLedger ledger, BulkStarter starter, BulkResultReader reader, IOptions<PushingOptions> options, TimeProvider clock, ILogger<BulkCarrier> logger)
{
    /// <summary>Shopify stops an operation after 24 hours; one that it still calls running long after that will never end.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(25);

    /// <summary>How often a result file is asked for before its lines count as unknown.</summary>
    private const int Openings = 5;

    /// <summary>Uploads and runs a file, waits for Shopify and records its results. The file is closed as soon as Shopify has it.</summary>
    /// <exception cref="ShopifyStoreException">The store as a whole cannot be pushed any further.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task CarryAsync(BulkContext context, WrittenFile file, CancellationToken cancellationToken)
    {
        string? operationId;
        var lines = file.Content.LineCount;
        await using (file.Content)
        {
            operationId = await starter.StartAsync(context, file, cancellationToken);
        }

        if (operationId is not null)
        {
            context.Round.Run(lines);
            await FinishAsync(context, file.Operation, operationId, lines, cancellationToken);
            if (context.Round.StoreFaultOf(file.Operation) is { } storeFault)
            {
                throw storeFault;
            }
        }

        context.Activity.End(file.Operation);
    }

    /// <summary>Goes on with a file of an earlier firing. What it says of the store may be long mended: whatever is sent next finds out.</summary>
    /// <param name="isEnding">Shopify is asked to stop it first; what it has done by then is recorded.</param>
    /// <inheritdoc cref="CarryAsync"/>
    public async Task ResumeAsync(BulkContext context, StartedFile file, bool isEnding, CancellationToken cancellationToken)
    {
        if (isEnding)
        {
            await context.Shopify.CancelAsync(file.OperationId, cancellationToken);
        }

        context.Round.Run(file.Operation.LineCount);
        await FinishAsync(context, file.Operation, file.OperationId, file.Operation.LineCount, cancellationToken);
        context.Activity.End(file.Operation);
    }

    /// <summary>Waits until an operation is over.</summary>
    /// <returns>Null when Shopify does not know it (any more), or it never ended.</returns>
    public async Task<ShopifyBulkOperation?> WatchAsync(
        BulkOperations shopify, string operationId, DateTimeOffset startedAt, Action<ShopifyBulkOperation?> onLook, CancellationToken cancellationToken)
    {
        var pause = options.Value.BulkPollEach;
        while (true)
        {
            switch (await shopify.LookAsync(operationId, cancellationToken))
            {
                case BulkLook.Found { Operation: var found }:
                    onLook(found);
                    if (found.IsOver)
                    {
                        return found;
                    }

                    break;
                case BulkLook.Missing:
                    return null;
                case BulkLook.Unavailable:
                    onLook(null);
                    break;
            }

            if (clock.GetUtcNow() - startedAt > LongestRun)
            {
                return null;
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 1.5 < options.Value.BulkPollAtMost ? pause * 1.5 : options.Value.BulkPollAtMost;
        }
    }

    private async Task FinishAsync(BulkContext context, BulkOperation operation, string operationId, int lines, CancellationToken cancellationToken)
    {
        context.Activity.Move(operation, BulkStage.Running, lines);
        var over = await WatchAsync(context.Shopify, operationId, operation.StartedAt ?? clock.GetUtcNow(), Look, cancellationToken);
        context.Activity.Move(operation, BulkStage.Reading, lines);
        var seen = new BitArray(lines);
        if (over is not null)
        {
            if (over is { Status: ShopifyBulkStatus.Completed, CompletedAt: { } completedAt })
            {
                context.Round.Time(over.ObjectCount, completedAt - over.CreatedAt);
            }

            await ReadAsync(context, operation, over, seen, cancellationToken);
        }

        await context.Recorder.FlushAsync(context.Abort);

        // Crash point 12: Shopify is through, its results are recorded (or in part, a moment ago), our row says running. Safe: the next firing reads them
        // again and records those that are still awaited.
        CrashPoint.Reached(12);
        var verdict = over?.Verdict ?? "lost";
        await ledger.CloseAsync(context.Hold, operation, verdict, cancellationToken);
        Log.Ended(logger, operation.Sequence, operationId, verdict, lines, seen.Cast<bool>().Count(isSeen => !isSeen));

        void Look(ShopifyBulkOperation? found)
        {
            if (found is null)
            {
                context.Activity.Unanswered();
            }
            else
            {
                context.Activity.Report(operation, found.ObjectCount);
            }
        }
    }

    private async Task ReadAsync(BulkContext context, BulkOperation operation, ShopifyBulkOperation over, BitArray seen, CancellationToken cancellationToken)
    {
        for (var opening = 1; over.ResultAddress is { } address; opening++)
        {
            try
            {
                await using var results = await context.Shopify.OpenResultsAsync(address, cancellationToken);
                await reader.ReadAsync(context, operation, results, seen, cancellationToken);
                return;
            }
            catch (ShopifyTransportException fault)
            {
                Log.Unread(logger, fault, operation.Sequence, opening);
                if (opening == Openings)
                {
                    return;
                }
            }

            // The address itself may have expired: Shopify gives a new one.
            await Task.Delay(options.Value.BulkPollEach * opening, clock, cancellationToken);
            if (await context.Shopify.LookAsync(over.Id, cancellationToken) is BulkLook.Found { Operation: var again })
            {
                over = again;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "File {Sequence} ({OperationId}) ended as {Verdict}: {Lines} lines, {Missing} without a result")]
        public static partial void Ended(ILogger logger, int sequence, string operationId, string verdict, int lines, int missing);

        [LoggerMessage(LogLevel.Warning, "The results of file {Sequence} could not be read to their end at attempt {Attempt}")]
        public static partial void Unread(ILogger logger, Exception fault, int sequence, int attempt);
    }
}
