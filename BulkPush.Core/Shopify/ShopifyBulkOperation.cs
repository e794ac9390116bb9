using System.Globalization;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>A bulk operation as Shopify tells of it (FACTS section 8, captures 62 and 72).</summary>
/// <param name="Id">Operation GID.</param>
/// <param name="ErrorCode">ACCESS_DENIED, INTERNAL_SERVER_ERROR or TIMEOUT, when it failed.</param>
/// <param name="ObjectCount">Lines worked through so far; it may grow in large steps.</param>
/// <param name="ResultAddress">
/// Where its results are, once it is over: all of them, or as many as there are when it was cancelled or failed. Null when there are none (any more).
/// </param>
internal sealed record ShopifyBulkOperation(
    string Id, ShopifyBulkStatus Status, string? ErrorCode, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, long ObjectCount, Uri? ResultAddress)
{
    public bool IsOver => Status is ShopifyBulkStatus.Completed or ShopifyBulkStatus.Canceled or ShopifyBulkStatus.Failed or ShopifyBulkStatus.Expired;

    /// <summary>Its status and, where there is one, the reason: <c>failed TIMEOUT</c>.</summary>
    public string Verdict => $"{Status.ToString().ToLowerInvariant()} {ErrorCode}".TrimEnd();

    public static ShopifyBulkOperation Read(JsonElement operation) => new(
        operation.GetProperty("id").GetString()!,
        Enum.TryParse<ShopifyBulkStatus>(Text(operation, "status"), ignoreCase: true, out var status) ? status : ShopifyBulkStatus.Other,
        Text(operation, "errorCode"),
        operation.GetProperty("createdAt").GetDateTimeOffset(),
        operation.TryGetProperty("completedAt", out var completed) && completed.ValueKind == JsonValueKind.String ? completed.GetDateTimeOffset() : null,
        Count(operation, "objectCount"),
        (Text(operation, "url") ?? Text(operation, "partialDataUrl")) is { } address ? new Uri(address) : null);

    /// <summary>UnsignedInt64 comes as text (FACTS section 1).</summary>
    private static long Count(JsonElement operation, string name) =>
        operation.TryGetProperty(name, out var value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string? Text(JsonElement operation, string name) =>
        operation.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>Shopify's <c>BulkOperationStatus</c>.</summary>
internal enum ShopifyBulkStatus
{
    /// <summary>A status that this version does not know; it is waited for as for a running one.</summary>
    Other,
    Created,
    Running,
    Canceling,
    Completed,

    /// <summary>Ended on request; the results of what was done are there.</summary>
    Canceled,

    /// <summary>Ended by an error or by Shopify's limit of 24 hours; the results of what was done may be there.</summary>
    Failed,

    /// <summary>Its results are no longer kept.</summary>
    Expired,
}
