using System.Collections;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>Turns the lines of a result file into recorded outcomes, a batch at a time: memory does not grow with the file.</summary>
internal sealed partial class BulkResultReader(BulkOperationLedger ledger, ILogger<BulkResultReader> logger)
{
    private const int Batch = 500;

    /// <summary>Errors of a line that say nothing about the product: it stays pending and is sent again.</summary>
    private static readonly string[] PassingErrors = ["INTERNAL_SERVER_ERROR", "THROTTLED", "TIMEOUT"];

    /// <param name="seen">Lines that this process has handed over already; grows.</param>
    /// <exception cref="ShopifyTransportException">The file broke off; what was read is handed over, and reading may begin anew.</exception>
    public async Task ReadAsync(BulkContext context, BulkOperation operation, BulkResults results, BitArray seen, CancellationToken cancellationToken)
    {
        var batch = new List<BulkResultLine>(Batch);
        try
        {
            await foreach (var line in results.ReadAsync(cancellationToken))
            {
                if (line.LineNumber < 0 || line.LineNumber >= seen.Count || seen[line.LineNumber])
                {
                    continue;
                }

                batch.Add(line);
                if (batch.Count == Batch)
                {
                    await RecordAsync(context, operation, batch, seen, cancellationToken);
                    batch.Clear();
                }
            }
        }
        catch (ShopifyTransportException)
        {
            await RecordAsync(context, operation, batch, seen, cancellationToken);
            throw;
        }

        await RecordAsync(context, operation, batch, seen, cancellationToken);
    }

    private async Task RecordAsync(BulkContext context, BulkOperation operation, List<BulkResultLine> batch, BitArray seen, CancellationToken cancellationToken)
    {
        // Lines recorded by an earlier firing are no longer awaited: their outcome is not counted twice.
        var awaited = (await ledger.AwaitedAsync(operation, [.. batch.Select(line => line.LineNumber)], cancellationToken)).ToDictionary(line => line.LineNumber);
        foreach (var line in batch)
        {
            if (seen[line.LineNumber])
            {
                continue;
            }

            seen[line.LineNumber] = true;
            if (awaited.TryGetValue(line.LineNumber, out var expected) && Interpret(line.Reply, expected, operation, context) is { } result)
            {
                await context.Recorder.AddAsync(result, context.Abort);
                context.Round.Settle();
            }
        }

        context.Activity.Read(operation, batch.Count);
    }

    /// <returns>Null when the outcome is not known or the product has to be sent in another way: it stays pending.</returns>
    private ProductResult? Interpret(ShopifyReply reply, AwaitedLine line, BulkOperation operation, BulkContext context)
    {
        if (reply.Errors.Any(error => PassingErrors.Contains(error.Code)))
        {
            return null;
        }

        try
        {
            return ProductSetReader.Read(reply, line.Product.Handle, line.IsById) switch
            {
                ProductSetReading.Accepted accepted => new ProductResult(
                    line.Product,
                    accepted.IsNew && !line.IsById ? PushItemOutcome.Created : PushItemOutcome.Updated,
                    1,
                    accepted.ShopifyProductId,
                    line.Hashes),

                // Perhaps images that the store no longer knows by their ids: sent directly, they go by their addresses then.
                ProductSetReading.Rejected { IsAboutImages: true } when line.IsById => null,
                ProductSetReading.Rejected rejected => ProductResult.Failure(line.Product, 1, rejected.Code, rejected.Field, rejected.Message),
                ProductSetReading.NoNewVariants => ProductResult.Deferred(line.Product, 1, context.NewVariants.Reach()),

                // Sent again without the id, and after the definition was made.
                ProductSetReading.Gone or ProductSetReading.DefinitionMissing => null,
                var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
            };
        }
        catch (ShopifyStoreException storeFault)
        {
            context.Round.Meet(operation, storeFault);
            return null;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            // The item's boundary: a result that we cannot read is an unknown outcome, and the others go on.
            Log.Unreadable(logger, fault, line.Product.ProductId);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The result of product {ProductId} could not be read; the product is sent again")]
        public static partial void Unreadable(ILogger logger, Exception fault, long productId);
    }
}
