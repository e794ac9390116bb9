using System.Text.Json;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>A place in the text of a document, counted from 1.</summary>
internal readonly record struct SourcePosition(int Line, int Column)
{
    /// <param name="offset">Characters from the start of <paramref name="text"/>.</param>
    public static SourcePosition At(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        var lastBreak = before.LastIndexOf('\n');
        return new SourcePosition(before.Count('\n') + 1, before.Length - lastBreak);
    }
}

/// <summary>One entry of a reply's top-level <c>errors</c>.</summary>
/// <param name="Path">Response keys and, for INVALID_VARIABLE's problems only, indexes; null leaves it out.</param>
internal sealed record GraphQLProblem(
    string Message,
    IReadOnlyList<SourcePosition>? Locations,
    IReadOnlyList<string>? Path,
    IReadOnlyDictionary<string, object?> Extensions)
{
    public string Code => (string)Extensions["code"]!;

    public static GraphQLProblem Of(string code, string message, params (string Name, object? Value)[] extensions) =>
        new(message, null, null, new Dictionary<string, object?>([new("code", code), .. extensions.Select(e => KeyValuePair.Create(e.Name, e.Value))]));

    public GraphQLProblem At(SourcePosition position) => this with { Locations = [position] };

    public GraphQLProblem On(params IReadOnlyList<string> path) => this with { Path = path };

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("message", Message);
        if (Locations is not null)
        {
            writer.WriteStartArray("locations");
            foreach (var (line, column) in Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line);
                writer.WriteNumber("column", column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (Path is not null)
        {
            writer.WriteStartArray("path");
            foreach (var step in Path) writer.WriteStringValue(step);
            writer.WriteEndArray();
        }

        writer.WritePropertyName("extensions");
        JsonSerializer.Serialize(writer, Extensions);
        writer.WriteEndObject();
    }
}

/// <summary>Ends the root field that is being answered with a top-level error; its data becomes null.</summary>
internal sealed class FieldFailedException(GraphQLProblem problem) : Exception(problem.Message)
{
    public GraphQLProblem Problem { get; } = problem;
}
