using System.Text.Json;
using System.Text.RegularExpressions;

namespace BulkPush.Core.Shopify;

/// <summary>Reads every shape in which Shopify answers (FACTS section 2).</summary>
internal static partial class ShopifyReplyParser
{
    private const int MaxMessageLength = 300;

    /// <summary>Reads the body of an HTTP 200.</summary>
    /// <exception cref="JsonException">The body is not a GraphQL answer.</exception>
    public static ShopifyReply Parse(ReadOnlyMemory<byte> body, int httpStatus, string? requestId, string? apiVersion)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("A GraphQL answer is an object.");

        JsonElement? data = root.TryGetProperty("data", out var value) && value.ValueKind == JsonValueKind.Object ? value.Clone() : null;
        var errors = root.TryGetProperty("errors", out var list) ? Errors(list) : [];
        if (data is null && errors.Count == 0)
            throw new JsonException("A GraphQL answer has data or errors.");

        return new ShopifyReply(httpStatus, data, errors, Cost(root), requestId, apiVersion);
    }

    /// <summary>
    /// Shopify's own words in the body of another status: <c>errors</c> as text, object or list, <c>error_description</c> or <c>error</c> of a refused
    /// token, or a page in HTML.
    /// </summary>
    /// <returns>One line; null when there is nothing to read.</returns>
    public static string? MessageOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && (document.RootElement.TryGetProperty("errors", out var errors)
                    || document.RootElement.TryGetProperty("error_description", out errors)
                    || document.RootElement.TryGetProperty("error", out errors))
                ? OneLine(Words(errors))
                : null;
        }
        catch (JsonException)
        {
            var html = System.Text.Encoding.UTF8.GetString(body.Span);
            var title = HtmlTitle().Match(html);
            return title.Success ? OneLine(System.Net.WebUtility.HtmlDecode(title.Groups[1].Value)) : null;
        }
    }

    private static IReadOnlyList<ShopifyError> Errors(JsonElement errors) => errors.ValueKind switch
    {
        JsonValueKind.Array => [.. errors.EnumerateArray().Select(Error)],
        JsonValueKind.Null => [],
        _ => [new ShopifyError("", Words(errors), [], null, [])],
    };

    private static ShopifyError Error(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return new ShopifyError("", Words(error), [], null, []);

        var extensions = Member(error, "extensions");
        return new ShopifyError(
            Text(extensions, "code") ?? "",
            Text(error, "message") ?? "",
            Path(Member(error, "path")),
            Text(extensions, "requiredAccess"),
            Member(extensions, "problems") is { ValueKind: JsonValueKind.Array } problems
                ? [.. problems.EnumerateArray().Select(problem => new ShopifyVariableProblem(Path(Member(problem, "path")), Text(problem, "explanation") ?? ""))]
                : []);
    }

    private static ShopifyCost? Cost(JsonElement root)
    {
        var cost = Member(Member(root, "extensions"), "cost");
        var throttle = Member(cost, "throttleStatus");
        return Number(cost, "requestedQueryCost") is { } requested
            && Number(throttle, "maximumAvailable") is { } maximum and > 0
            && Number(throttle, "currentlyAvailable") is { } available
            && Number(throttle, "restoreRate") is { } restoreRate and > 0
            ? new ShopifyCost(requested, Number(cost, "actualQueryCost"), maximum, available, restoreRate)
            : null;
    }

    /// <summary>All texts in a value, with the names of the members that hold them.</summary>
    private static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(Words)),
        JsonValueKind.Object when Text(value, "message") is { } message => message,
        JsonValueKind.Object => string.Join("; ", value.EnumerateObject().Select(member => $"{member.Name}: {Words(member.Value)}")),
        _ => value.GetRawText(),
    };

    private static string? OneLine(string text)
    {
        var line = Whitespace().Replace(text, " ").Trim();
        return line.Length == 0 ? null : line.Length <= MaxMessageLength ? line : line[..MaxMessageLength] + "…";
    }

    private static IReadOnlyList<string> Path(JsonElement path) => path.ValueKind == JsonValueKind.Array
        ? [.. path.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.GetString()! : part.GetRawText())]
        : [];

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static double? Number(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    [GeneratedRegex("<title[^>]*>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex HtmlTitle();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Whitespace();
}
