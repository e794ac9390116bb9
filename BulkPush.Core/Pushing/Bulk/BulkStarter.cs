using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>Brings a file to Shopify and has it run, once and no more.</summary>
internal sealed partial class BulkStarter(BulkOperationLedger ledger, IOptions<PushingOptions> options, TimeProvider clock, ILogger<BulkStarter> logger)
{
    /// <summary>Shopify calls some of its refusals of a file intermittent: one more upload is worth it.</summary>
    private const int Uploads = 2;

    /// <summary>Uploads a file and has it run.</summary>
    /// <returns>Operation GID; null when it does not run: its products are pending again, and the round says why.</returns>
    public async Task<string?> StartAsync(BulkContext context, WrittenFile file, CancellationToken cancellationToken)
    {
        for (var upload = 1; ; upload++)
        {
            context.Activity.Move(file.Operation, BulkStage.Uploading, file.Content.LineCount);
            var (path, refusal) = await UploadAsync(context, file, cancellationToken);
            if (path is not null)
            {
                (var operationId, refusal) = await RunAsync(context, file, path, cancellationToken);
                if (operationId is not null)
                {
                    return operationId;
                }
            }

            if (refusal is null || upload == Uploads || !IsAboutTheFile(refusal))
            {
                await ledger.DropAsync(context.Hold, file.Operation, cancellationToken);
                if (refusal is not null)
                {
                    Log.Refused(logger, file.Operation.Sequence, refusal.Code, refusal.Message);
                    context.Round.Refuse(refusal);
                }

                return null;
            }
        }
    }

    /// <summary>The files of an earlier firing that Shopify runs or ran. One that it never ran is forgotten, and its products are pending again.</summary>
    public async Task<List<StartedFile>> RecoverAsync(BulkContext context, CancellationToken cancellationToken)
    {
        var started = new List<StartedFile>();
        foreach (var operation in await ledger.OpenAsync(context.Hold.Push, cancellationToken))
        {
            if (await FindAsync(context, operation, cancellationToken) is { } operationId)
            {
                started.Add(new StartedFile(operation, operationId));
            }
        }

        return started;
    }

    private async Task<string?> FindAsync(BulkContext context, BulkOperation operation, CancellationToken cancellationToken)
    {
        var operationId = operation.ShopifyOperationId;
        if (operation.Status == BulkOperationStatus.Starting)
        {
            operationId = await FindStartedAsync(context.Shopify, operation.ClientIdentifier, operation.StartedAt ?? operation.CreatedAt, cancellationToken);
            if (operationId is not null)
            {
                await ledger.RunningAsync(context.Hold, operation, operationId, cancellationToken);
            }
        }

        if (operationId is null)
        {
            await ledger.DropAsync(context.Hold, operation, cancellationToken);
        }

        return operationId;
    }

    /// <summary>
    /// Looks for the operation of a file that Shopify was asked to run, by the name that only this file's mutation has. While the request may still be on its
    /// way into effect, not finding it proves nothing.
    /// </summary>
    /// <returns>Operation GID; null when it did not start.</returns>
    public async Task<string?> FindStartedAsync(BulkOperations shopify, string clientIdentifier, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isCertain = clock.GetUtcNow() - startedAt >= options.Value.BulkStartDoubt;
            if (await shopify.FindStartedAsync(clientIdentifier, cancellationToken) is { } operationId)
            {
                return operationId;
            }

            if (isCertain)
            {
                return null;
            }

            await Task.Delay(options.Value.BulkPollEach, clock, cancellationToken);
        }
    }

    private static async Task<(string? Path, BulkRefusal? Refusal)> UploadAsync(BulkContext context, WrittenFile file, CancellationToken cancellationToken)
    {
        var name = $"{file.Operation.ClientIdentifier}.jsonl";
        switch (await context.Shopify.StageAsync(name, cancellationToken))
        {
            case BulkStageOutcome.Refused refused:
                return (null, refused.Refusal);
            case BulkStageOutcome.Staged { Upload: var target }:
                var refusal = await context.Shopify.UploadAsync(target, file.Content.Content, name, cancellationToken);
                return refusal is null ? (target.Path, null) : (null, refusal);
            case var other:
                throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}.");
        }
    }

    private async Task<(string? OperationId, BulkRefusal? Refusal)> RunAsync(BulkContext context, WrittenFile file, string path, CancellationToken cancellationToken)
    {
        var patience = options.Value.BulkPatience;
        var pause = options.Value.BulkPollEach;
        while (true)
        {
            // Crash point 10: the file is uploaded, and Shopify was not asked to run it. Safe: the next firing forgets it and writes its products into another.
            CrashPoint.Reached(10);
            await ledger.StartingAsync(context.Hold, file.Operation, path, file.Content.LineCount, cancellationToken);
            var asked = clock.GetUtcNow();
            var outcome = await context.Shopify.RunAsync(path, file.Operation.ClientIdentifier, new CallLife(cancellationToken, context.Abort));

            // Crash point 11: Shopify runs the file, we do not know its operation. Safe: the next firing finds it by the name of its mutation.
            CrashPoint.Reached(11);
            switch (outcome)
            {
                case BulkRunOutcome.Started started:
                    await ledger.RunningAsync(context.Hold, file.Operation, started.OperationId, context.Abort);
                    return (started.OperationId, null);
                case BulkRunOutcome.Unknown unknown:
                    Log.Unknown(logger, file.Operation.Sequence, unknown.Message);
                    if (await FindStartedAsync(context.Shopify, file.Operation.ClientIdentifier, asked, cancellationToken) is { } found)
                    {
                        await ledger.RunningAsync(context.Hold, file.Operation, found, cancellationToken);
                        return (found, null);
                    }

                    // Dropped, not asked for again: a file is never run twice, even if Shopify should come to it after all.
                    return (null, null);
                case BulkRunOutcome.Refused refused:
                    await ledger.NotStartedAsync(context.Hold, file.Operation, cancellationToken);
                    return (null, refused.Refusal);
                case BulkRunOutcome.Busy busy:
                    await ledger.NotStartedAsync(context.Hold, file.Operation, cancellationToken);
                    context.Activity.Move(file.Operation, BulkStage.Waiting, file.Content.LineCount);

                    // An operation of ours will end by itself; others' may take for ever.
                    patience = context.Activity.Running > 0 ? options.Value.BulkPatience : patience - pause;
                    if (patience <= TimeSpan.Zero)
                    {
                        return (null, new BulkRefusal("BULK_BUSY", busy.Message));
                    }

                    await Task.Delay(pause, clock, cancellationToken);
                    pause = pause * 1.5 < options.Value.BulkPollAtMost ? pause * 1.5 : options.Value.BulkPollAtMost;
                    break;
            }
        }
    }

    private static bool IsAboutTheFile(BulkRefusal refusal) =>
        refusal.Code is "NO_SUCH_FILE" or "INVALID_STAGED_UPLOAD_FILE" or "INTERNAL_FILE_SERVER_ERROR" or "UPLOAD_FAILED";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Shopify does not run file {Sequence}: {Code}, {Message}")]
        public static partial void Refused(ILogger logger, int sequence, string code, string message);

        [LoggerMessage(LogLevel.Warning, "Whether file {Sequence} was started is not known: {Message}. It is looked for among Shopify's operations")]
        public static partial void Unknown(ILogger logger, int sequence, string message);
    }
}

/// <summary>A file that Shopify runs or ran.</summary>
/// <param name="OperationId">Operation GID.</param>
internal sealed record StartedFile(BulkOperation Operation, string OperationId);
