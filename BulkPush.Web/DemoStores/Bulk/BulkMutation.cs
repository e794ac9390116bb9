using System.Text;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>A mutation to be run in bulk, after a look at its text: ready to run, or refused.</summary>
internal sealed record BulkMutation(PreparedOperation? Operation, UserProblem? Problem);

/// <summary>
/// Looks at the text of bulk mutations before the request that carries them is executed, in Shopify's order (captures 68):
/// syntax, kind, roots, name, connections.
/// </summary>
internal sealed class BulkMutations(DocumentCache documents)
{
    private const string Root = "bulkOperationRunMutation";
    private const int LongestText = 65_535;

    private static readonly string[] Forbidden = [Root, "bulkOperationRunQuery"];
    private static readonly Dictionary<string, BulkMutation> None = [];

    /// <summary>The mutations that the request wants run, by their text.</summary>
    public async Task<IReadOnlyDictionary<string, BulkMutation>> ExamineAsync(
        PreparedOperation request, IReadOnlyDictionary<string, object?> variables, CancellationToken cancellationToken)
    {
        Dictionary<string, BulkMutation>? examined = null;
        foreach (var root in request.Roots)
        {
            if (root.Name != Root || !request.IsMutation || new FieldArguments(root, variables).Text("mutation") is not { } text) continue;
            (examined ??= new(StringComparer.Ordinal))[text] = await ExamineAsync(text, cancellationToken);
        }

        return examined ?? None;
    }

    private async Task<BulkMutation> ExamineAsync(string text, CancellationToken cancellationToken)
    {
        GraphQLOperationDefinition? operation;
        try
        {
            operation = Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments }).Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
        }
        catch (GraphQLSyntaxErrorException error)
        {
            return Refuse("INVALID_MUTATION", $"Failed to parse the mutation - {StaticErrors.Syntax(text, error).Message}");
        }

        if (operation is not { Operation: OperationType.Mutation })
            return Refuse("INVALID_MUTATION", "Invalid operation type. Only `mutation` operations are supported.");
        if (operation.SelectionSet.Selections is not [GraphQLField root]) return RefuseText("You must specify a single top level mutation.");
        if (Forbidden.Contains(root.Name.StringValue)) return RefuseText("You must use an allowed mutation name.");
        if (Encoding.UTF8.GetByteCount(text) > LongestText)
            return new BulkMutation(null, new UserProblem("INVALID_MUTATION", "is too large", "mutation"));

        // What Shopify says to a field that does not exist was never recorded: the words are ours.
        var preparation = await documents.PrepareAsync(text, null, cancellationToken);
        if (preparation.Operation is not { } prepared)
            return Refuse("INVALID_MUTATION", $"Invalid bulk mutation: {preparation.Problems[0].Message}");
        if (Connections(prepared.Roots) > 1) return RefuseText("Bulk mutations cannot contain more than 1 connection.");
        return new BulkMutation(prepared, null);
    }

    private static int Connections(IEnumerable<SelectedField> fields) => fields.Sum(f =>
        (f.IsConnection ? 1 : 0) + (f.ChildrenByType is { } byType ? byType.Values.Max(Connections) : Connections(f.Children)));

    private static BulkMutation Refuse(string code, string message) => new(null, new UserProblem(code, message, Field: null));

    private static BulkMutation RefuseText(string message) => new(null, new UserProblem(null, message, "mutation"));
}
