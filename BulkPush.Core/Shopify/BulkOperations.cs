using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>One store's bulk operations: upload a file of products, run it, watch it, find it again, stop it, read its results (FACTS section 8).</summary>
/// <param name="once">Sends a request once only: running a file must not be repeated unless it is certain that it did not start.</param>
internal sealed class BulkOperations(ShopifyCaller caller, ShopifyCaller once, BulkStorage storage, RetrySchedule schedule, int maxAttempts, TimeProvider clock)
{
    /// <summary>From this version on an app may run five at once in a shop, before it one (captures 66 and 67).</summary>
    private const string FiveAtOnceSince = "2026-01";

    private const string InnerName = "mutation BulkProductSet(";
    private const string Mutation = "bulkOperationRunMutation";

    /// <summary>Shopify refuses larger files (capture 65: 104,857,600 bytes); some room is left for doubt.</summary>
    public const int MaxFileBytes = 100_000_000;

    /// <summary>Operations that may run at once.</summary>
    public int AtOnce => string.CompareOrdinal(caller.Endpoint.ApiVersion, FiveAtOnceSince) >= 0 ? 5 : 1;

    /// <summary>Asks for a place to upload a file to.</summary>
    /// <exception cref="ShopifyStoreException">The store does not let us in at all.</exception>
    public async Task<BulkStageOutcome> StageAsync(string fileName, CancellationToken cancellationToken)
    {
        var document = ShopifyDocuments.StagedUploadsCreate;
        var variables = ShopifyJson.Object(writer =>
        {
            writer.WriteStartArray("input");
            writer.WriteStartObject();
            writer.WriteString("resource", "BULK_MUTATION_VARIABLES");
            writer.WriteString("filename", fileName);
            writer.WriteString("mimeType", BulkFileContent.MediaType);
            writer.WriteString("httpMethod", "POST");
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
        var call = await caller.CallAsync(new ShopifyRequest(document.OperationName, document.Text, variables), document.SelectionCost, cancellationToken);
        return call switch
        {
            ShopifyCall.Answered { Reply: var reply } when Payload(reply, "stagedUploadsCreate") is { } payload => Staged(payload),
            ShopifyCall.Answered { Reply: var reply } => new BulkStageOutcome.Refused(Refusal(reply)),
            ShopifyCall.Unavailable unavailable => new BulkStageOutcome.Refused(new BulkRefusal(ShopifyStoreFaults.Unavailable, unavailable.Message)),
            ShopifyCall.Refused refused => new BulkStageOutcome.Refused(new BulkRefusal($"SHOPIFY_HTTP_{refused.HttpStatus}", refused.Message)),
            var other => throw new InvalidOperationException($"Unknown end of a call: {other}"),
        };
    }

    /// <summary>Uploads a file, again from its beginning where that may help.</summary>
    /// <returns>Why the file was not taken; null when it was.</returns>
    public async Task<BulkRefusal?> UploadAsync(StagedUpload target, Stream file, string fileName, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await storage.UploadAsync(target, file, fileName, cancellationToken);
                return null;
            }
            catch (ShopifyTransportException fault)
            {
                if (attempt >= maxAttempts || !MayPass(fault))
                    return new BulkRefusal("UPLOAD_FAILED", fault.Message);
            }

            await Task.Delay(schedule.DelayAfter(attempt, null), clock, cancellationToken);
        }
    }

    /// <summary>Runs an uploaded file. Asked once: after no answer, <see cref="FindStartedAsync"/> tells whether it started.</summary>
    /// <param name="clientIdentifier">Unique to the file, 10 to 255 characters that make a GraphQL name: it becomes the name of the mutation.</param>
    /// <exception cref="ShopifyStoreException">The store does not let us in at all.</exception>
    /// <exception cref="ShopifyCallGivenUpException">Stopped without an answer: it may or may not have started.</exception>
    public async Task<BulkRunOutcome> RunAsync(string stagedPath, string clientIdentifier, CallLife life)
    {
        var document = ShopifyDocuments.BulkOperationRunMutation;
        var variables = ShopifyJson.Object(writer =>
        {
            writer.WriteString("mutation", ShopifyDocuments.BulkProductSet.Text.Replace(InnerName, $"mutation {clientIdentifier}(", StringComparison.Ordinal));
            writer.WriteString("stagedUploadPath", stagedPath);
            writer.WriteString("clientIdentifier", clientIdentifier);
        });
        var call = await once.CallAsync(new ShopifyRequest(document.OperationName, document.Text, variables), document.SelectionCost, life);
        return call switch
        {
            ShopifyCall.Answered { Reply: var reply } when Payload(reply, Mutation) is { } payload => Run(payload),
            ShopifyCall.Answered { Reply: var reply } => new BulkRunOutcome.Refused(Refusal(reply)),
            ShopifyCall.Unavailable unavailable => new BulkRunOutcome.Unknown(unavailable.Message),
            ShopifyCall.Refused refused => new BulkRunOutcome.Refused(new BulkRefusal($"SHOPIFY_HTTP_{refused.HttpStatus}", refused.Message)),
            var other => throw new InvalidOperationException($"Unknown end of a call: {other}"),
        };
    }

    /// <summary>The operation that runs, or ran, the file with this identifier: its name is in the mutation that Shopify keeps with each operation.</summary>
    /// <returns>Operation GID; null when there is none.</returns>
    /// <exception cref="ShopifyStoreException">The store cannot be asked.</exception>
    public async Task<string?> FindStartedAsync(string clientIdentifier, CancellationToken cancellationToken)
    {
        // No recording says in which order operations come or how they are filtered by time: all are read until the one is found.
        string? after = null;
        do
        {
            var reply = await caller.AskAsync(ShopifyDocuments.BulkOperations, writer => writer.WriteString("after", after), cancellationToken);
            var page = reply.Data!.Value.GetProperty("bulkOperations");
            foreach (var operation in page.GetProperty("nodes").EnumerateArray())
            {
                if (operation.GetProperty("query").GetString()?.Contains(clientIdentifier, StringComparison.Ordinal) is true)
                    return operation.GetProperty("id").GetString();
            }

            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);

        return null;
    }

    /// <summary>Looks at an operation; one point.</summary>
    /// <exception cref="ShopifyStoreException">The store does not let us in.</exception>
    public async Task<BulkLook> LookAsync(string operationId, CancellationToken cancellationToken)
    {
        var document = ShopifyDocuments.BulkOperation;
        var request = new ShopifyRequest(document.OperationName, document.Text, ShopifyJson.Object(writer => writer.WriteString("id", operationId)));
        switch (await caller.CallAsync(request, document.SelectionCost, cancellationToken))
        {
            case ShopifyCall.Answered { Reply: { Data: { } data, Errors.Count: 0 } }:
                return data.TryGetProperty("bulkOperation", out var operation) && operation.ValueKind == JsonValueKind.Object
                    ? new BulkLook.Found(ShopifyBulkOperation.Read(operation))
                    : new BulkLook.Missing();
            case ShopifyCall.Answered { Reply: var reply }:
                throw ShopifyStoreFaults.ForError(reply.Errors[0], reply.ApiVersion) ?? ShopifyStoreFaults.ForUnavailable(reply.Errors[0].Message.TrimEnd('.'));
            case ShopifyCall.Unavailable unavailable:
                return new BulkLook.Unavailable(unavailable.Message);
            case ShopifyCall.Refused refused:
                return new BulkLook.Unavailable(refused.Message);
            case var other:
                throw new InvalidOperationException($"Unknown end of a call: {other}");
        }
    }

    /// <summary>Asks Shopify to stop an operation; some time later it is cancelled, or completed if that came first. Harmless when it is over.</summary>
    /// <exception cref="ShopifyStoreException">The store cannot be asked.</exception>
    public Task CancelAsync(string operationId, CancellationToken cancellationToken) =>
        caller.AskAsync(ShopifyDocuments.BulkOperationCancel, writer => writer.WriteString("id", operationId), cancellationToken);

    /// <inheritdoc cref="BulkStorage.OpenAsync"/>
    public async Task<BulkResults> OpenResultsAsync(Uri address, CancellationToken cancellationToken) =>
        new(await storage.OpenAsync(address, cancellationToken), storage.StallLimit, clock);

    private static BulkStageOutcome Staged(JsonElement payload)
    {
        if (UserError.ListIn(payload) is [var error, ..])
            return new BulkStageOutcome.Refused(new BulkRefusal(error.Code ?? "STAGING_REFUSED", error.Message));

        if (payload.TryGetProperty("stagedTargets", out var targets) && targets.ValueKind == JsonValueKind.Array && targets.GetArrayLength() > 0)
        {
            var target = targets[0];
            var fields = target.GetProperty("parameters").EnumerateArray()
                .Select(field => KeyValuePair.Create(field.GetProperty("name").GetString()!, field.GetProperty("value").GetString() ?? ""))
                .ToList();
            if (fields.Find(field => field.Key == "key") is { Value.Length: > 0 } key && Uri.TryCreate(target.GetProperty("url").GetString(), UriKind.Absolute, out var address))
                return new BulkStageOutcome.Staged(new StagedUpload(address, key.Value, fields));
        }

        return new BulkStageOutcome.Refused(new BulkRefusal("STAGING_REFUSED", "Shopify named no place to upload to."));
    }

    private static BulkRunOutcome Run(JsonElement payload)
    {
        if (payload.TryGetProperty("bulkOperation", out var operation) && operation.ValueKind == JsonValueKind.Object)
            return new BulkRunOutcome.Started(operation.GetProperty("id").GetString()!);

        return UserError.ListIn(payload) switch
        {
            [{ Code: "OPERATION_IN_PROGRESS" or "LIMIT_REACHED" } busy, ..] => new BulkRunOutcome.Busy(busy.Message),
            [var error, ..] => new BulkRunOutcome.Refused(new BulkRefusal(error.Code ?? "BULK_REFUSED", error.Message)),
            [] => new BulkRunOutcome.Unknown("Shopify answered without an operation and without an error"),
        };
    }

    private static JsonElement? Payload(ShopifyReply reply, string name) =>
        reply.Data is { } data && data.TryGetProperty(name, out var payload) && payload.ValueKind == JsonValueKind.Object ? payload : null;

    /// <summary>An app may lack a scope or a version an argument that files need while single calls work: no reason to stop the store.</summary>
    private static BulkRefusal Refusal(ShopifyReply reply) => reply.Errors is [var error, ..]
        ? new BulkRefusal(error.Code.Length > 0 ? error.Code : "BULK_REFUSED", error.Message.ReplaceLineEndings(" "))
        : new BulkRefusal("BULK_REFUSED", "Shopify answered without data and without an error.");

    private static bool MayPass(ShopifyTransportException fault) => fault.Fault switch
    {
        ShopifyFault.AddressRefused => false,
        ShopifyFault.HttpStatus => fault.HttpStatus is 408 or 429 or >= 500,
        _ => true,
    };
}
