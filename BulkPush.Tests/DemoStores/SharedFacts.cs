using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

/// <summary>Shopify's published schema and recorded traffic, which lie beside the repository where they are at hand.</summary>
internal static class SharedFacts
{
    public static JsonNode Capture(string name) => JsonNode.Parse(CaptureText(name))!;

    public static string CaptureText(string name) => File.ReadAllText($"captures/{name}.json".FromShared());

    /// <summary>All of them by file name without its ending, in order of name.</summary>
    public static IEnumerable<(string Name, JsonNode Content)> Captures() => Directory.EnumerateFiles(Path.GetDirectoryName("captures/README.md".FromShared())!, "*.json")
        .Order(StringComparer.Ordinal)
        .Select(file => (Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!));

    public static string ExampleDocument(string name) => File.ReadAllText($"example-documents/{name}.graphql".FromShared());

    public static string PublishedSchema() => File.ReadAllText("admin-2026-07.graphql".FromShared());

    private static string FromShared(this string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "shopify", file);
            if (File.Exists(path)) return path;
        }

        Assert.Skip($"There is no shared/shopify/{file} beside this repository.");
        return "";
    }
}
