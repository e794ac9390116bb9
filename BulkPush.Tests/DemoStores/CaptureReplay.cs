using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BulkPush.Tests.DemoStores;

/// <summary>
/// Sends recorded requests to a demo shop and compares the replies. Ids differ in every shop, so an id of the recording stands for the
/// id the demo shop gave in the same place; times and the names of places are not compared.
/// </summary>
internal sealed partial class CaptureReplay(DemoStoreHost host, IReadOnlyList<string> locationIds)
{
    private static readonly HashSet<string> NotCompared = ["fullName", "updatedAt", "createdAt", "currentlyAvailable", "cursor", "startCursor", "endCursor"];

    private readonly Dictionary<string, string> _ids = [];
    private readonly List<string> _differences = [];

    /// <summary>Says which of the demo shop's ids an id of the recording stands for, where no earlier reply does.</summary>
    public void Know(string recorded, string ours) => _ids[recorded] = ours;

    /// <summary>Differences, one line each.</summary>
    public async Task<string> CompareAsync(JsonNode exchange, Func<JsonNode, JsonNode>? changeVariables = null)
    {
        var variables = exchange.At("request.variables")?.DeepClone();
        if (variables is not null && changeVariables is not null) variables = changeVariables(variables);
        var sent = variables is null ? null : JsonNode.Parse(GlobalIds().Replace(variables.ToJsonString(), m => Map(m.Value)));
        var reply = await host.SendAsync(exchange.Text("request.query")!, sent);
        Compare("$", exchange.At("response.body"), reply);
        return string.Join(Environment.NewLine, _differences);
    }

    private string Map(string recorded)
    {
        if (_ids.TryGetValue(recorded, out var known)) return known;
        if (!recorded.StartsWith("gid://shopify/Location/", StringComparison.Ordinal)) return recorded;
        return _ids[recorded] = locationIds[_ids.Keys.Count(k => k.StartsWith("gid://shopify/Location/", StringComparison.Ordinal))];
    }

    private void Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                foreach (var name in a.Select(p => p.Key).Union(b.Select(p => p.Key)))
                {
                    if (NotCompared.Contains(name) || (name == "name" && path.EndsWith(".location", StringComparison.Ordinal))) continue;
                    if (!a.ContainsKey(name) || !b.ContainsKey(name)) _differences.Add($"{path}.{name}: {(a.ContainsKey(name) ? "missing" : "not expected")}");
                    else Compare($"{path}.{name}", a[name], b[name]);
                }

                break;
            case (JsonArray a, JsonArray b):
                if (a.Count != b.Count) _differences.Add($"{path}: {a.Count} items expected, {b.Count} found");
                for (var i = 0; i < Math.Min(a.Count, b.Count); i++) Compare($"{path}[{i}]", a[i], b[i]);
                break;
            default:
                var (left, right) = (expected.Json(), actual.Json());
                if (Learn(left.Trim('"'), right.Trim('"'))) break;
                if (left != right) _differences.Add($"{path}: expected {left}, found {right}");
                break;
        }
    }

    /// <summary>Two ids of one type in one place belong together, now and in every later request.</summary>
    private bool Learn(string recorded, string ours)
    {
        var (a, b) = (GlobalIds().Match(recorded), GlobalIds().Match(ours));
        if (!a.Success || !b.Success || a.Groups["type"].Value != b.Groups["type"].Value) return false;
        if (a.Groups["type"].Value == "TaxonomyCategory") return recorded == ours;
        if (recorded.Contains('?', StringComparison.Ordinal)) return true;
        if (_ids.TryGetValue(recorded, out var known)) return known == ours;
        _ids[recorded] = ours;
        return true;
    }

    [GeneratedRegex(@"gid://shopify/(?<type>\w+)/[\w-]+")]
    private static partial Regex GlobalIds();
}
