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
        var unexpected = UnexpectedToken().Match(error.Description);
        var isEnd = !unexpected.Success || unexpected.Groups["token"].Value.Contains("EOF", StringComparison.Ordinal) || text.Trim().Length == 0;
        var position = isEnd ? SourcePosition.At(text, LastToken().Match(text).Index) : new SourcePosition(error.Location.Line, error.Location.Column);
        var at = string.Create(CultureInfo.InvariantCulture, $"[{position.Line}, {position.Column}]");
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
            ScalarLeafsError => Selection(message, field!),
            ProvidedNonNullArgumentsError => MissingArgument(message, field),
            KnownArgumentNamesError => UnknownArgument(message, field),
            ArgumentsOfCorrectTypeError => WrongLiteral(message, field, (GraphQLArgument)node),
            NoUndefinedVariablesError => Variable(
                "variableNotDefined", error.Nodes.OfType<GraphQLVariable>().First().Name.StringValue, $"is used by {NameOf(operation)} but not declared"),
            NoUnusedVariablesError => Variable(
                "variableNotUsed", ((GraphQLVariableDefinition)node).Variable.Name.StringValue, $"is declared by {NameOf(operation)} but not used"),
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
        var type = TypeIn(message);
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

    private static GraphQLProblem Selection(string message, GraphQLField field)
    {
        var inner = string.Join(", ", field.SelectionSet!.Selections.OfType<GraphQLField>().Select(f => $"\"{f.Name.StringValue}\""));
        return GraphQLProblem.Of(
            "selectionMismatch",
            $"Selections can't be made on scalars ({Label(field)} returns {TypeIn(message)} but has selections [{inner}])",
            ("nodeName", Label(field)),
            ("typeName", TypeIn(message)));
    }

    private static GraphQLProblem WrongLiteral(string message, GraphQLField? field, GraphQLArgument argument)
    {
        var (name, expected) = (argument.Name.StringValue, ExpectedType().Match(message).Groups["type"].Value);
        var value = argument.Value is GraphQLStringValue text ? $"\"{text.Value}\"" : argument.Value.ToString();
        return GraphQLProblem.Of(
            "argumentLiteralsIncompatible",
            $"Argument '{name}' on Field '{field?.Name.StringValue}' has an invalid value ({value}). Expected type '{expected}'.",
            ("typeName", "Field"),
            ("argumentName", name));
    }

    private static GraphQLProblem Variable(string code, string name, string what) =>
        GraphQLProblem.Of(code, $"Variable ${name} {what}", ("variableName", name));

    private static string NameOf(GraphQLOperationDefinition operation) => operation.Name?.StringValue ?? "anonymous " + KindOf(operation);

    private static string KindOf(GraphQLOperationDefinition operation) => operation.Operation == OperationType.Mutation ? "mutation" : "query";

    private static string TypeIn(string message) => OfType().Match(message).Groups["type"].Value.Trim('[', ']', '!');

    private static string Label(GraphQLField? field) => $"field '{field?.Name.StringValue}'";

    public static string OperationLabel(GraphQLOperationDefinition operation) =>
        operation.Name is null ? KindOf(operation) : $"{KindOf(operation)} {operation.Name.StringValue}";

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
                if (node == target || (node is IHasSelectionSetNode owner && owner.SelectionSet == target) || (node is GraphQLField field && (field.Arguments?.Items.Any(a => a == target || a.Value == target) ?? false))) return true;
                if (Descend((node as IHasSelectionSetNode)?.SelectionSet)) return true;
                trail.RemoveAt(trail.Count - 1);
            }

            return false;
        }
    }

    [GeneratedRegex(@"field '(?<field>[^']+)' on type '(?<type>[^']+)'")]
    private static partial Regex FieldOnType();

    [GeneratedRegex(@"of type '?(?<type>[^'\s]+)")]
    private static partial Regex OfType();

    [GeneratedRegex(@"[Ee]xpected type '(?<type>[^']+)'")]
    private static partial Regex ExpectedType();

    [GeneratedRegex(@"[Aa]rgument '(?<name>[^']+)'")]
    private static partial Regex QuotedArgument();

    // Shopify points an unexpected end at the last token before it.
    [GeneratedRegex(@"(\w+|\S)?\s*$")]
    private static partial Regex LastToken();

    [GeneratedRegex(@"Unexpected (?<token>.+)$")]
    private static partial Regex UnexpectedToken();
}
