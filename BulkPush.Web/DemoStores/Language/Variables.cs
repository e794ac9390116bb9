using System.Globalization;
using System.Text.Json;
using GraphQL.Types;
using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>
/// Checks a request's variables against the operation's declarations, and turns them into plain values: string, int, double,
/// decimal (Money, Decimal), bool, list and dictionary. A key that the request left out stays out, because productSet tells omitted from null.
/// </summary>
internal static class Variables
{
    /// <param name="error">Shopify's INVALID_VARIABLE error, null when every variable is good.</param>
    public static Dictionary<string, object?> Coerce(PreparedOperation operation, JsonElement given, out GraphQLProblem? error)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        error = null;
        foreach (var declared in operation.Variables)
        {
            var isGiven = given.ValueKind == JsonValueKind.Object && given.TryGetProperty(declared.Name, out _);
            if (!isGiven && declared.Default is not null)
            {
                values[declared.Name] = Literals.Read(declared.Default, declared.Type, values, out _);
                continue;
            }

            if (!isGiven && declared.Type is not NonNullGraphType) continue;
            var element = isGiven ? given.GetProperty(declared.Name) : default;
            var problems = new List<Problem>();
            values[declared.Name] = Read(element, declared.Type, [], problems);
            if (problems.Count == 0) continue;
            error = Describe(declared, element, problems);
            return values;
        }

        return values;
    }

    private static GraphQLProblem Describe(DeclaredVariable declared, JsonElement value, List<Problem> problems)
    {
        var details = string.Join(", ", problems.Where(p => p.Path.Count > 0)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{string.Join('.', p.Path)} ({p.Explanation})")));
        return GraphQLProblem.Of(
            "INVALID_VARIABLE",
            $"Variable ${declared.Name} of type {declared.TypeText} was provided invalid value{(details.Length > 0 ? " for " + details : "")}",
            ("value", value.ValueKind == JsonValueKind.Undefined ? null : value.Clone()),
            ("problems", problems.Select(p => p.ToExtension()).ToList())).At(declared.Position);
    }

    private static object? Read(JsonElement value, IGraphType type, IReadOnlyList<object> path, List<Problem> problems)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            if (type is NonNullGraphType) problems.Add(new Problem(path, "Expected value to not be null"));
            return null;
        }

        return type switch
        {
            NonNullGraphType nonNull => Read(value, nonNull.ResolvedType!, path, problems),
            ListGraphType list => ReadList(value, list.ResolvedType!, path, problems),
            IInputObjectGraphType input => ReadObject(value, input, path, problems),
            EnumerationGraphType choice => ReadEnum(value, choice, path, problems),
            _ => ReadScalar(value, type.Name, path, problems),
        };
    }

    private static List<object?> ReadList(JsonElement value, IGraphType item, IReadOnlyList<object> path, List<Problem> problems)
    {
        if (value.ValueKind != JsonValueKind.Array) return [Read(value, item, path, problems)];
        var list = new List<object?>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray()) list.Add(Read(element, item, [.. path, list.Count], problems));
        return list;
    }

    private static Dictionary<string, object?>? ReadObject(JsonElement value, IInputObjectGraphType type, IReadOnlyList<object> path, List<Problem> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(path, $"Expected {value.GetRawText()} to be a key-value object."));
            return null;
        }

        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var field = type.GetField(property.Name);
            if (field is null) problems.Add(new Problem([.. path, property.Name], $"Field is not defined on {type.Name}"));
            else result[property.Name] = Read(property.Value, field.ResolvedType!, [.. path, property.Name], problems);
        }

        foreach (var field in type.Fields)
        {
            if (field.ResolvedType is NonNullGraphType && !result.ContainsKey(field.Name))
                problems.Add(new Problem([.. path, field.Name], "Expected value to not be null"));
        }

        return result;
    }

    private static string? ReadEnum(JsonElement value, EnumerationGraphType type, IReadOnlyList<object> path, List<Problem> problems)
    {
        var name = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (name is not null && type.Values.FindByName(name) is not null) return name;
        problems.Add(new Problem(path, $"Expected {value.GetRawText()} to be one of: {string.Join(", ", type.Values.Select(v => v.Name))}"));
        return null;
    }

    private static object? ReadScalar(JsonElement value, string type, IReadOnlyList<object> path, List<Problem> problems)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        object? read = type switch
        {
            "ID" when text is not null || value.ValueKind == JsonValueKind.Number => GlobalId.IsWellFormed(text ?? value.GetRawText()) ? text : null,
            "Int" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) => number,
            "Float" when value.ValueKind == JsonValueKind.Number => value.GetDouble(),
            "Boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            "Money" or "Decimal" when decimal.TryParse(text ?? value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) => amount,
            "String" or "URL" or "HTML" or "DateTime" or "UnsignedInt64" => text,
            "JSON" => value.GetRawText(),
            _ => null,
        };
        if (read is not null) return read;
        if (type == "ID")
        {
            var explanation = $"Invalid global id '{text ?? value.GetRawText()}'";
            problems.Add(new Problem(path, explanation, explanation));
        }
        else
        {
            problems.Add(new Problem(path, $"Could not coerce value {value.GetRawText()} to {type}"));
        }

        return null;
    }

    /// <param name="Path">Keys and, unlike the path of a user error, numeric indexes.</param>
    private sealed record Problem(IReadOnlyList<object> Path, string Explanation, string? Message = null)
    {
        public Dictionary<string, object?> ToExtension()
        {
            var extension = new Dictionary<string, object?> { ["path"] = Path, ["explanation"] = Explanation };
            if (Message is not null) extension["message"] = Message;
            return extension;
        }
    }
}

/// <summary>A variable as the operation declares it.</summary>
/// <param name="TypeText">The type as Shopify prints it, <c>[ID!]!</c>.</param>
internal sealed record DeclaredVariable(string Name, IGraphType Type, string TypeText, GraphQLValue? Default, SourcePosition Position);
