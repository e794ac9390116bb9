using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Turns literals of a document into the same plain values that variables become.</summary>
internal static class Literals
{
    /// <param name="isGiven">False when the literal is a variable that the request left out.</param>
    public static object? Read(GraphQLValue literal, IGraphType type, IReadOnlyDictionary<string, object?> variables, out bool isGiven)
    {
        isGiven = true;
        if (literal is GraphQLVariable variable)
        {
            isGiven = variables.TryGetValue(variable.Name.StringValue, out var value);
            return value;
        }

        if (type is NonNullGraphType nonNull) return Read(literal, nonNull.ResolvedType!, variables, out isGiven);
        if (literal is GraphQLNullValue) return null;
        if (type is ListGraphType list) return ReadList(literal, list.ResolvedType!, variables);
        if (type is IInputObjectGraphType input && literal is GraphQLObjectValue given) return ReadObject(given, input, variables);
        return ReadScalar(literal, type);
    }

    /// <summary>Whether <c>@skip</c> and <c>@include</c> leave the field in.</summary>
    public static bool IsSelected(SelectedField field, IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var directive in field.Switches)
        {
            var condition = directive.Arguments?.FirstOrDefault(a => a.Name.Value == "if")?.Value switch
            {
                GraphQLVariable variable => variables.GetValueOrDefault(variable.Name.StringValue) is true,
                GraphQLBooleanValue literal => literal.BoolValue,
                _ => true,
            };
            if (condition == (directive.Name.Value == "skip")) return false;
        }

        return true;
    }

    private static List<object?> ReadList(GraphQLValue literal, IGraphType item, IReadOnlyDictionary<string, object?> variables) =>
        literal is GraphQLListValue list
            ? list.Values?.Select(value => Read(value, item, variables, out _)).ToList() ?? []
            : [Read(literal, item, variables, out _)];

    private static Dictionary<string, object?> ReadObject(
        GraphQLObjectValue literal, IInputObjectGraphType type, IReadOnlyDictionary<string, object?> variables)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in literal.Fields ?? [])
        {
            var name = field.Name.StringValue;
            var value = Read(field.Value, type.GetField(name)!.ResolvedType!, variables, out var isGiven);
            if (isGiven) result[name] = value;
        }

        return result;
    }

    private static object? ReadScalar(GraphQLValue literal, IGraphType type) => literal switch
    {
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLIntValue number when type.Name is "Int" => int.Parse(number.Value.Span, CultureInfo.InvariantCulture),
        GraphQLIntValue number => Number(number.Value.ToString(), type),
        GraphQLFloatValue number => Number(number.Value.ToString(), type),
        GraphQLStringValue text => type.Name is "Money" or "Decimal" ? Number(text.Value.ToString(), type) : text.Value.ToString(),
        _ => null,
    };

    private static object Number(string text, IGraphType type) => type.Name switch
    {
        "Money" or "Decimal" => decimal.Parse(text, CultureInfo.InvariantCulture),
        "Float" => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };
}
