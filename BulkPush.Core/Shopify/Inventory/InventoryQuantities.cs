using System.Globalization;
using System.Text.Json;

namespace BulkPush.Core.Shopify.Inventory;

/// <summary>
/// Sets stock in one store: <c>inventorySetQuantities</c> as 2026-04 and later want it, which 2026-01 takes as well (FACTS section 7, capture 54). Ten points,
/// however many quantities.
/// </summary>
internal sealed class InventoryQuantities(ShopifyCaller caller)
{
    /// <summary>The scope that setting stock needs.</summary>
    public const string NeededScope = "write_inventory";

    private const string Mutation = "inventorySetQuantities";
    private const string Concurrent = "IDEMPOTENCY_CONCURRENT_REQUEST";

    /// <summary>Sent again by itself while that is useful; the key sees to it that it has its effect once.</summary>
    /// <exception cref="ArgumentException">No rows, or more than <see cref="QuantitiesToSet.Most"/>: Shopify would refuse the call and keep its points.</exception>
    /// <exception cref="ShopifyStoreException">Nothing can be set in this store until somebody acts.</exception>
    public async Task<QuantitiesOutcome> SetAsync(QuantitiesToSet quantities, CallLife life)
    {
        if (quantities.Rows.Count is 0 or > QuantitiesToSet.Most)
            throw new ArgumentException($"A call sets 1 to {QuantitiesToSet.Most} quantities, not {quantities.Rows.Count}.", nameof(quantities));

        var document = ShopifyDocuments.InventorySetQuantities;
        var request = new ShopifyRequest(document.OperationName, document.Text, quantities.Variables());
        return await caller.CallAsync(request, document.SelectionCost, StillUnderWay, life) switch
        {
            ShopifyCall.Answered answered => Read(answered.Reply, answered.Attempts),
            ShopifyCall.Unavailable unavailable => new QuantitiesOutcome.Unknown($"{unavailable.Message}. Set the quantities again with the same key.", unavailable.Attempts),
            ShopifyCall.Refused refused => new QuantitiesOutcome.Refused(
                [new QuantityRefusal(null, null, $"SHOPIFY_HTTP_{refused.HttpStatus}", $"{refused.Message}. Shopify will not take these quantities as they are.")], refused.Attempts),
            var other => throw new InvalidOperationException($"Unknown end of a call: {other}"),
        };
    }

    /// <summary>A request that was given up may be at work yet when its repetition comes.</summary>
    private static string? StillUnderWay(ShopifyReply reply) => Payload(reply) is { } payload
        ? UserError.ListIn(payload).FirstOrDefault(error => error.Code == Concurrent)?.Message.TrimEnd('.')
        : null;

    private static QuantitiesOutcome Read(ShopifyReply reply, int attempts)
    {
        if (Payload(reply) is not { } payload)
            return FromErrors(reply, attempts);

        var group = payload.TryGetProperty("inventoryAdjustmentGroup", out var made) && made.ValueKind == JsonValueKind.Object ? made.GetProperty("id").GetString() : null;
        return (UserError.ListIn(payload), group) switch
        {
            ({ Count: 0 }, _) => new QuantitiesOutcome.Set(group, attempts),
            (var errors, null) => new QuantitiesOutcome.Refused([.. errors.Select(error => Refusal([.. error.Field], error.Code, error.Message))], attempts),

            // Not seen in any recording: what was set is only known by reading it.
            var (errors, _) => new QuantitiesOutcome.Unknown($"Shopify set some of the quantities and refused others: {errors[0].Message.TrimEnd('.')}. Read them before setting them again.", attempts),
        };
    }

    private static QuantitiesOutcome FromErrors(ShopifyReply reply, int attempts)
    {
        if (reply.Errors.Any(error => error.Code == "ACCESS_DENIED"))
            throw ShopifyStoreFaults.ForMissingScope(NeededScope);
        if (reply.Errors.Select(error => ShopifyStoreFaults.ForError(error, reply.ApiVersion)).FirstOrDefault(fault => fault is not null) is { } storeFault)
            throw storeFault;

        return reply.Errors.Count > 0
            ? new QuantitiesOutcome.Refused([.. reply.Errors.SelectMany(Refusals)], attempts)
            : new QuantitiesOutcome.Unknown("Shopify answered without a result and without an error. Set the quantities again with the same key.", attempts);
    }

    private static IEnumerable<QuantityRefusal> Refusals(ShopifyError error) => error.Problems.Count == 0
        ? [Refusal([], error.Code, error.Message)]
        : error.Problems.Select(problem => Refusal(["input", .. problem.Path], error.Code, problem.Explanation));

    private static QuantityRefusal Refusal(string[] path, string? code, string message)
    {
        var words = ShopifyRemedies.Sentence(message, code);
        return path is ["input", "quantities", var index, .. var field] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? new QuantityRefusal(row, Joined(field), code ?? "SHOPIFY_USER_ERROR", words)
            : new QuantityRefusal(null, Joined(path is ["input", .. var rest] ? rest : path), code ?? "SHOPIFY_USER_ERROR", words);
    }

    private static string? Joined(string[] path) => path.Length == 0 ? null : string.Join('.', path);

    private static JsonElement? Payload(ShopifyReply reply) =>
        reply.Data is { } data && data.TryGetProperty(Mutation, out var payload) && payload.ValueKind == JsonValueKind.Object ? payload : null;
}
