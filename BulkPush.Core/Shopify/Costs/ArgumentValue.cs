using System.Globalization;
using System.Text.Json;
using GraphQLParser.AST;

namespace BulkPush.Core.Shopify.Costs;

/// <summary>The value of a field's argument: written in the document, or given by the request's variables, or a mixture.</summary>
/// <param name="value">Null when the argument is left out.</param>
/// <param name="defaults">The operation's variables that have a default.</param>
internal sealed class ArgumentValue(GraphQLValue? value, IReadOnlyDictionary<string, GraphQLValue> defaults)
{
    public static ArgumentValue Of(GraphQLField field, string argument, IReadOnlyDictionary<string, GraphQLValue> defaults) =>
        new(field.Arguments?.Items.Find(given => given.Name.Value == argument)?.Value, defaults);

    public bool IsGiven => value is not null;

    public bool IsVariable => value is GraphQLVariable;

    /// <returns>Null when it is not a whole number.</returns>
    public int? Number(JsonElement variables) => value switch
    {
        GraphQLIntValue number => int.Parse(number.Value.Span, CultureInfo.InvariantCulture),
        GraphQLVariable variable when Given(variable, variables) is { } json => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) ? number : null,
        GraphQLVariable variable when defaults.TryGetValue(variable.Name.StringValue, out var known) => new ArgumentValue(known, defaults).Number(variables),
        _ => null,
    };

    /// <summary>How many things there are at the end of a path that leads through objects and all entries of lists.</summary>
    public int Count(ReadOnlySpan<string> path, JsonElement variables)
    {
        switch (value)
        {
            case null or GraphQLNullValue:
                return 0;
            case GraphQLVariable variable:
                return Given(variable, variables) is { } json
                    ? Count(json, path)
                    : new ArgumentValue(defaults.GetValueOrDefault(variable.Name.StringValue), defaults).Count(path, variables);
            case GraphQLListValue list when path.IsEmpty:
                return list.Values?.Count ?? 0;
            case GraphQLListValue list:
                var sum = 0;
                foreach (var item in list.Values ?? [])
                    sum += new ArgumentValue(item, defaults).Count(path, variables);
                return sum;
            case GraphQLObjectValue fields when !path.IsEmpty:
                var step = path[0];
                return new ArgumentValue(fields.Fields?.Find(field => field.Name.Value == step)?.Value, defaults).Count(path[1..], variables);
            default:
                return path.IsEmpty ? 1 : 0;
        }
    }

    private static int Count(JsonElement json, ReadOnlySpan<string> path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return 0;
            case JsonValueKind.Array when path.IsEmpty:
                return json.GetArrayLength();
            case JsonValueKind.Array:
                var sum = 0;
                foreach (var item in json.EnumerateArray())
                    sum += Count(item, path);
                return sum;
            case JsonValueKind.Object when !path.IsEmpty:
                return json.TryGetProperty(path[0], out var member) ? Count(member, path[1..]) : 0;
            default:
                return path.IsEmpty ? 1 : 0;
        }
    }

    private static JsonElement? Given(GraphQLVariable variable, JsonElement variables) =>
        variables.ValueKind == JsonValueKind.Object && variables.TryGetProperty(variable.Name.StringValue, out var given) ? given : null;
}
