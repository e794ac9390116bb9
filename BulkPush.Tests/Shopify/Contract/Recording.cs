using System.Text.Json;
using BulkPush.Core.Shopify;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>One recorded exchange with a real store.</summary>
/// <param name="Status">HTTP status of the reply.</param>
/// <param name="Body">The reply as it was received.</param>
/// <param name="Variables">What was asked with; undefined when that was not recorded.</param>
internal sealed record Recording(string Capture, string Label, int Status, string Body, JsonElement Variables)
{
    /// <summary>The bucket in the reply; null when it says nothing of it.</summary>
    public ShopifyCost? Cost => ShopifyReplyParser.Parse(System.Text.Encoding.UTF8.GetBytes(Body), Status, null, null).Cost;

    public static IReadOnlyList<Recording> AllOf(string capture)
    {
        var root = JsonDocument.Parse(SharedFacts.CaptureText(capture)).RootElement;
        return root.TryGetProperty("exchanges", out var exchanges)
            ? [.. exchanges.EnumerateArray().Where(exchange => exchange.TryGetProperty("response", out _)).Select(exchange => Read(capture, exchange))]
            : [Read(capture, root)];
    }

    public static Recording Of(string capture, string label) => AllOf(capture).Single(recording => recording.Label == label);

    /// <summary>The only exchange of a capture.</summary>
    public static Recording Of(string capture) => Assert.Single(AllOf(capture));

    /// <summary>
    /// Reads names as those of another root field: what Shopify says about identifiers and limits was recorded on sisters of <c>productSet</c>,
    /// and is told in the same words.
    /// </summary>
    public Recording As(string field, string recordedField) => this with
    {
        Body = Body.Replace($"\"{recordedField}\"", $"\"{field}\"", StringComparison.Ordinal),
    };

    private static Recording Read(string capture, JsonElement exchange)
    {
        var response = exchange.GetProperty("response");
        var body = response.TryGetProperty("body", out var found) ? found : default;
        return new Recording(
            capture,
            exchange.TryGetProperty("label", out var label) ? label.GetString()! : "",
            response.TryGetProperty("status", out var status) ? status.GetInt32() : 0,
            body.ValueKind == JsonValueKind.String ? body.GetString()! : body.ValueKind == JsonValueKind.Undefined ? "" : body.GetRawText(),
            exchange.TryGetProperty("request", out var request) && request.TryGetProperty("variables", out var variables) ? variables : default);
    }
}
