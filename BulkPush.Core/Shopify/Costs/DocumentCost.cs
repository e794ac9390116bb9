using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;

namespace BulkPush.Core.Shopify.Costs;

/// <summary>
/// What Shopify asks for before it runs a document: the points that the bucket must hold (FACTS section 3). Read once from the document's text;
/// a call adds the pieces of its input.
/// </summary>
internal sealed class DocumentCost
{
    private readonly CostTerm _selection;
    private readonly IReadOnlyList<(InputPrice Price, ArgumentValue Argument)> _input;

    private DocumentCost(CostTerm selection, IReadOnlyList<(InputPrice Price, ArgumentValue Argument)> input)
    {
        _selection = selection;
        _input = input;
    }

    /// <summary>Points of the selection; null when page sizes come from variables.</summary>
    public int? Selection => (_selection as CostTerm.Known)?.Value;

    /// <summary>Whether every call of the document costs the same.</summary>
    public bool IsSame => Selection is not null && _input.Count == 0;

    /// <param name="document">A valid document with one operation, a query or a mutation.</param>
    public static DocumentCost Read(string document)
    {
        var definitions = Parser.Parse(document, new ParserOptions { Ignore = IgnoreOptions.All }).Definitions;
        var operation = definitions.OfType<GraphQLOperationDefinition>().Single();
        var fragments = definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(fragment => fragment.FragmentName.Name.StringValue);
        var defaults = (operation.Variables?.Items ?? [])
            .Where(variable => variable.DefaultValue is not null)
            .ToDictionary(variable => variable.Variable.Name.StringValue, variable => variable.DefaultValue!);
        var reader = new SelectionReader(fragments, defaults);
        return operation.Operation switch
        {
            OperationType.Query => new DocumentCost(reader.Query(operation.SelectionSet), []),
            OperationType.Mutation => new DocumentCost(reader.Mutation(operation.SelectionSet), [.. Input(operation.SelectionSet, defaults)]),
            _ => throw new NotSupportedException("Shopify's Admin API has no subscriptions."),
        };
    }

    /// <summary>Points for the pieces of the input, not rounded; rounding to one or more means that Shopify gives nothing back afterwards.</summary>
    public decimal InputComplexity(JsonElement variables)
    {
        var points = 0m;
        foreach (var (price, argument) in _input)
            points += price.Each * argument.Count(price.Below.AsSpan(), variables);
        return points;
    }

    /// <summary>Points that a call with these variables asks for.</summary>
    public int Requested(JsonElement variables) => CostRules.Round(_selection.Points(variables) + InputComplexity(variables));

    private static IEnumerable<(InputPrice Price, ArgumentValue Argument)> Input(GraphQLSelectionSet roots, Dictionary<string, GraphQLValue> defaults) =>
        from root in roots.Selections.OfType<GraphQLField>()
        from price in CostRules.InputOf(root.Name.StringValue)
        select (price, ArgumentValue.Of(root, price.Argument, defaults));
}
