using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Suspects;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>A file that is written and recorded, and not uploaded yet.</summary>
internal sealed record WrittenFile(BulkOperation Operation, BulkFile Content);

/// <summary>Writes what is pending into files of limited size, one line a product, holding neither the products nor the lines in memory.</summary>
internal sealed partial class BulkFileWriter(CarefulProducts products, ProductSetMapper mapper, BulkOperationLedger ledger, ILogger<BulkFileWriter> logger)
{
    /// <summary>Lines recorded in the database at a time.</summary>
    private const int RecordBatch = 500;

    /// <summary>
    /// Products that need no line (nothing changed, a check refuses them, the store may have no new ones) are settled at once; one that is larger than a
    /// file stays pending.
    /// </summary>
    /// <param name="limit">Lines and bytes that a file may have.</param>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async IAsyncEnumerable<WrittenFile> WriteAsync(
        BulkContext context, BulkFileLimit limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Draft? draft = null;
        try
        {
            await foreach (var item in products.StreamAsync(context.Hold, null, isOneByOne: true, cancellationToken))
            {
                var mapped = item switch
                {
                    PendingProduct source => Map(source, context),
                    UnreadableProduct unreadable => new Settled(ProductResult.Unreadable(unreadable)),
                    var other => throw new InvalidOperationException($"Unknown item {other.GetType().Name}."),
                };
                if (mapped is not Line line)
                {
                    await context.Recorder.AddAsync(((Settled)mapped).Result, context.Abort);
                    continue;
                }

                if (line.Json.Length >= limit.Bytes)
                {
                    continue;
                }

                if (draft is not null && !limit.HasRoom(draft.File, line.Json.Length))
                {
                    var full = draft;
                    draft = null;
                    yield return await FinishAsync(full, cancellationToken);
                }

                draft ??= new Draft(await ledger.AddAsync(context.Hold, cancellationToken), BulkFile.Create());
                await AddAsync(draft, line, cancellationToken);
            }

            if (draft is not null)
            {
                var last = draft;
                draft = null;
                yield return await FinishAsync(last, cancellationToken);
            }
        }
        finally
        {
            if (draft is not null)
            {
                await draft.File.DisposeAsync();
            }
        }
    }

    private Mapped Map(PendingProduct source, BulkContext context)
    {
        var product = ProductReference.Of(source, context.Hold.Push);
        CrashPoint.TakenInHand(product.ProductId);
        try
        {
            return mapper.Map(source.Product, source.State, context.Hold.Push.Store!.Settings, context.Hold.Push.Job!.Scope.Force) switch
            {
                MapOutcome.Unchanged => new Settled(new ProductResult(product, PushItemOutcome.Unchanged, 0)),
                MapOutcome.Refused refused => new Settled(ProductResult.Failure(product, 0, refused.Code, refused.Field, refused.Message)),
                MapOutcome.Ready { Call.ShopifyProductId: null } when context.NewVariants.WaitUntil is { } until => new Settled(ProductResult.Deferred(product, 0, until)),
                MapOutcome.Ready ready => new Line(product, ready.Call.Variables(ready.Call.ShopifyProductId), ready.Call.ShopifyProductId is not null, ready.Hashes),
                var other => throw new InvalidOperationException($"Unknown mapping {other.GetType().Name}."),
            };
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            // The item's boundary: one product that breaks our code must not stop the others.
            Log.Broke(logger, fault, product.ProductId);
            return new Settled(ProductResult.Broke(product, 0, fault));
        }
    }

    private async Task AddAsync(Draft draft, Line line, CancellationToken cancellationToken)
    {
        draft.Lines.Add(new BulkOperationLine
        {
            BulkOperationId = draft.Operation.Id,
            LineNumber = draft.File.LineCount,
            StorePushId = draft.Operation.StorePushId,
            ProductId = line.Product.ProductId,
            ProductRevision = line.Product.ProductRevision,
            ChannelRevision = line.Product.ChannelRevision,
            IsById = line.IsById,
            Hash = line.Hashes.Whole,
            VariantsHash = line.Hashes.Variants,
            MediaHash = line.Hashes.Media,
            MetafieldsHash = line.Hashes.Metafields,
        });
        await draft.File.AddAsync(line.Json, cancellationToken);
        if (draft.Lines.Count == RecordBatch)
        {
            await RecordAsync(draft, cancellationToken);
        }
    }

    private async Task<WrittenFile> FinishAsync(Draft draft, CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(draft, cancellationToken);
            return new WrittenFile(draft.Operation, draft.File);
        }
        catch
        {
            await draft.File.DisposeAsync();
            throw;
        }
    }

    private async Task RecordAsync(Draft draft, CancellationToken cancellationToken)
    {
        if (draft.Lines.Count > 0)
        {
            await ledger.AddLinesAsync(draft.Lines, cancellationToken);
            draft.Lines.Clear();
        }
    }

    private abstract record Mapped;

    private sealed record Settled(ProductResult Result) : Mapped;

    private sealed record Line(ProductReference Product, ReadOnlyMemory<byte> Json, bool IsById, InputHashes Hashes) : Mapped;

    /// <summary>A file on its way, with the lines that the database does not have yet.</summary>
    private sealed record Draft(BulkOperation Operation, BulkFile File)
    {
        public List<BulkOperationLine> Lines { get; } = [];
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Product {ProductId} broke on an error of our own")]
        public static partial void Broke(ILogger logger, Exception fault, long productId);
    }
}

/// <summary>What one file may hold.</summary>
internal sealed record BulkFileLimit(int Lines, long Bytes)
{
    /// <summary>Below this a file is not worth its upload and its place among those that may run at once.</summary>
    private const int FewestLines = 1000;

    /// <summary>Files of even size for as many operations as may run at once, but neither tiny nor larger than configured.</summary>
    /// <param name="pending">Products to send.</param>
    public static BulkFileLimit For(int pending, int atOnce, int mostLines) =>
        new(Math.Min(mostLines, Math.Max(FewestLines, (pending + atOnce - 1) / atOnce)), BulkOperations.MaxFileBytes);

    /// <param name="bytes">Of the next line, without its end.</param>
    public bool HasRoom(BulkFile file, int bytes) => file.LineCount < Lines && file.Bytes + bytes < Bytes;
}
