using System.Globalization;
using System.Text.RegularExpressions;
using GraphQL.Validation;
using GraphQL.Validation.Errors;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Puts the library's validation errors into Shopify's words: camelCase codes, and a path that starts with the operation.</summary>
internal static partial class StaticErrors
{
    public static GraphQLProblem Syntax(string text, GraphQLSyntaxErrorException error)
    {
        var position = new SourcePosition(error.Location.Line, error.Location.Column);
        var at = string.Create(CultureInfo.InvariantCulture, $"[{position.Line}, {position.Column}]");
        var unexpected = UnexpectedToken().Match(error.Description);
        var isEnd = !unexpected.Success || unexpected.Groups["token"].Value.Contains("EOF", StringComparison.Ordinal) || text.Trim().Length == 0;
        return GraphQLProblem.Of(
            "PARSE_ERROR",
            isEnd ? $"syntax error, unexpected end of file at {at}" : $"syntax error, unexpected {unexpected.Groups["token"].Value} at {at}").At(position);
    }

    public static GraphQLProblem NoOperation(string? name) => new(
        name is null ? "An operation name is required" : $"No operation named \"{name}\"",
        null,
        null,
        new Dictionary<string, object?> { ["code"] = "operationNotFound" });

    public static GraphQLProblem Describe(ValidationError error, GraphQLOperationDefinition operation, GraphQLDocument document, string text)
    {
        var node = error.Nodes.FirstOrDefault() ?? operation;
        var trail = Trail(document, operation, node);
        var field = trail.OfType<GraphQLField>().LastOrDefault();
        var message = error.Message;
        var problem = error switch
        {
            FieldsOnCorrectTypeError => UndefinedField(message),
            ScalarLeafsError when field?.SelectionSet is null => NoSelection(message, field),
            ScalarLeafsError => GraphQLProblem.Of("selectionMismatch", $"Selections can't be made on scalars ({Label(field)})", ("nodeName", (object?)Label(field))),
            ProvidedNonNullArgumentsError => MissingArgument(message, field),
            KnownArgumentNamesError => UnknownArgument(message, field),
            ArgumentsOfCorrectTypeError => GraphQLProblem.Of(
                "argumentLiteralsIncompatible", message, ("typeName", "Field"), ("argumentName", (node as GraphQLArgument)?.Name.StringValue)),
            NoUndefinedVariablesError => GraphQLProblem.Of(
                "variableNotDefined", message, ("variableName", (error.Nodes.OfType<GraphQLVariable>().FirstOrDefault())?.Name.StringValue)),
            NoUnusedVariablesError => GraphQLProblem.Of(
                "variableNotUsed", message, ("variableName", (node as GraphQLVariableDefinition)?.Variable.Name.StringValue)),
            VariablesInAllowedPositionError => GraphQLProblem.Of("variableMismatch", message),
            KnownTypeNamesError => GraphQLProblem.Of("undefinedType", message),
            KnownFragmentNamesError => GraphQLProblem.Of("useAndDefineFragment", message),
            _ => GraphQLProblem.Of("invalid", message),
        };
        var path = new List<string> { OperationLabel(operation) };
        path.AddRange(trail.OfType<GraphQLField>().Select(f => f.Alias?.Name.StringValue ?? f.Name.StringValue));
        return problem.At(SourcePosition.At(text, node.Location.Start)).On(path);
    }

    private static GraphQLProblem UndefinedField(string message)
    {
        var match = FieldOnType().Match(message);
        var (field, type) = (match.Groups["field"].Value, match.Groups["type"].Value);
        return GraphQLProblem.Of("undefinedField", $"Field '{field}' doesn't exist on type '{type}'", ("typeName", type), ("fieldName", field));
    }

    private static GraphQLProblem NoSelection(string message, GraphQLField? field)
    {
        var type = OfType().Match(message).Groups["type"].Value.TrimEnd('!').Trim('[', ']', '!');
        var name = field?.Name.StringValue;
        return GraphQLProblem.Of(
            "selectionMismatch",
            $"Field must have selections (field '{name}' returns {type} but has no selections. Did you mean '{name} {{ ... }}'?)",
            ("nodeName", $"field '{name}'"),
            ("typeName", type));
    }

    private static GraphQLProblem MissingArgument(string message, GraphQLField? field)
    {
        var argument = QuotedArgument().Match(message).Groups["name"].Value;
        return GraphQLProblem.Of(
            "missingRequiredArguments",
            $"Field '{field?.Name.StringValue}' is missing required arguments: {argument}",
            ("className", "Field"),
            ("name", field?.Name.StringValue),
            ("arguments", argument));
    }

    private static GraphQLProblem UnknownArgument(string message, GraphQLField? field)
    {
        var argument = QuotedArgument().Match(message).Groups["name"].Value;
        return GraphQLProblem.Of(
            "argumentNotAccepted",
            $"Field '{field?.Name.StringValue}' doesn't accept argument '{argument}'",
            ("name", field?.Name.StringValue),
            ("typeName", "Field"),
            ("argumentName", argument));
    }

    private static string Label(GraphQLField? field) => $"field '{field?.Name.StringValue}'";

    private static string OperationLabel(GraphQLOperationDefinition operation)
    {
        var kind = operation.Operation == OperationType.Mutation ? "mutation" : "query";
        return operation.Name is null ? kind : $"{kind} {operation.Name.StringValue}";
    }

    /// <summary>The nodes from the operation (or from a fragment) down to the one that is wrong.</summary>
    private static List<ASTNode> Trail(GraphQLDocument document, GraphQLOperationDefinition operation, ASTNode target)
    {
        var trail = new List<ASTNode>();
        if (Descend(operation.SelectionSet)) return trail;
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
            if (Descend(fragment.SelectionSet)) return trail;
        return trail;

        bool Descend(GraphQLSelectionSet? set)
        {
            foreach (var node in set?.Selections ?? [])
            {
                trail.Add(node);
                if (node == target || (node is GraphQLField field && (field.Arguments?.Items.Any(a => a == target || a.Value == target) ?? false))) return true;
                if (Descend((node as IHasSelectionSetNode)?.SelectionSet)) return true;
                trail.RemoveAt(trail.Count - 1);
            }

            return false;
        }
    }

    [GeneratedRegex(@"field '(?<field>[^']+)' on type '(?<type>[^']+)'")]
    private static partial Regex FieldOnType();

    [GeneratedRegex(@"of type '(?<type>[^']+)'")]
    private static partial Regex OfType();

    [GeneratedRegex(@"[Aa]rgument '(?<name>[^']+)'")]
    private static partial Regex QuotedArgument();

    [GeneratedRegex(@"Unexpected (?<token>.+)$")]
    private static partial Regex UnexpectedToken();
}
