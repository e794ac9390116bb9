using GraphQLParser.AST;

namespace BulkPush.Core.Shopify.Costs;

/// <summary>Reads from the text of a selection what it costs.</summary>
/// <remarks>
/// A document does not say of which type its fields are, and the schema (6 MB) is not shipped. What has to be known is read off the document:
/// <list type="bullet">
/// <item>a field with a selection is an object or a list of objects, which cost the same; one without is a scalar;</item>
/// <item>a field from which <c>nodes</c>, <c>edges</c> or <c>pageInfo</c> is selected is a connection;</item>
/// <item>objects that are free are known by their field's name, <see cref="CostRules.FreeFields"/>;</item>
/// <item>fragments on two or more types in one selection are the branches of an interface or a union. Fragments on one type only are charged like
/// plain fields: whether that type is the selection's own or its only branch makes no difference;</item>
/// <item>what <c>@skip</c> and <c>@include</c> may leave out is counted: the prediction is then an upper bound.</item>
/// </list>
/// </remarks>
internal sealed class SelectionReader(IReadOnlyDictionary<string, GraphQLFragmentDefinition> fragments, IReadOnlyDictionary<string, GraphQLValue> defaults)
{
    public CostTerm Query(GraphQLSelectionSet roots) => CostTerm.Sum([.. Fields([roots]).Select(root =>
        root.Name.EndsWith("Count", StringComparison.Ordinal) ? CostTerm.Of(CostRules.CountRoot) : Field(root, CostRules.Object))]);

    public CostTerm Mutation(GraphQLSelectionSet roots) => CostTerm.Sum([.. Fields([roots]).Select(root =>
        CostTerm.Sum(CostTerm.Of(CostRules.MutationRoot(root.Name)), Selection(root.Children, self: 0)))]);

    /// <param name="self">What objects in this selection cost themselves: nothing directly in a mutation's payload.</param>
    private CostTerm Selection(IReadOnlyList<GraphQLSelectionSet> sets, int self)
    {
        var fields = Fields(sets);
        var branches = fields.Where(field => field.Branch is not null).GroupBy(field => field.Branch, field => Field(field, self));
        return CostTerm.Sum(
            CostTerm.Sum([.. fields.Where(field => field.Branch is null).Select(field => Field(field, self))]),
            CostTerm.Dearest([.. branches.Select(branch => CostTerm.Sum([.. branch]))]));
    }

    private CostTerm Field(SelectedField field, int self)
    {
        if (field.Children.Count == 0)
            return CostTerm.Of(CostRules.DearScalars.Contains(field.Name) ? CostRules.Object : 0);

        return IsConnection(field)
            ? Connection(field)
            : CostTerm.Sum(CostTerm.Of(CostRules.FreeFields.Contains(field.Name) ? 0 : self), Selection(field.Children, CostRules.Object));
    }

    private bool IsConnection(SelectedField field) => Fields(field.Children).Any(child => child.Name is "nodes" or "edges" or "pageInfo");

    /// <summary><c>nodes</c> and <c>edges</c> each count when both are selected.</summary>
    private CostTerm Connection(SelectedField field)
    {
        var first = ArgumentValue.Of(field.First, "first", defaults);
        var nodes = Fields(field.Children).Where(part => part.Name is "nodes" or "edges").Select(part => part.Name == "nodes"
            ? part.Children
            : [.. Fields(part.Children).Where(child => child.Name == "node").SelectMany(node => node.Children)]);
        return CostTerm.Page(
            first.IsGiven ? first : ArgumentValue.Of(field.First, "last", defaults),
            CostTerm.Sum([.. nodes.Select(node => CostTerm.Sum(CostTerm.Of(CostRules.Object), Selection(node, CostRules.Object)))]));
    }

    /// <summary>The fields of one object, fragments resolved; a field that is selected twice is charged once.</summary>
    private List<SelectedField> Fields(IReadOnlyList<GraphQLSelectionSet> sets)
    {
        var found = new OrderedDictionary<(string? Branch, string Key), SelectedField>();
        var types = sets.SelectMany(set => TypesIn(set)).Distinct().Count();
        foreach (var set in sets)
            Collect(set, null);
        return [.. found.Values];

        void Collect(GraphQLSelectionSet set, string? branch)
        {
            foreach (var node in set.Selections)
            {
                if (node is not GraphQLField field)
                {
                    var (inner, type) = Resolve(node);
                    Collect(inner, types > 1 ? type ?? branch : null);
                    continue;
                }

                var key = (branch, field.Alias?.Name.StringValue ?? field.Name.StringValue);
                if (!found.TryGetValue(key, out var selected))
                    found.Add(key, selected = new SelectedField(field, branch));
                if (field.SelectionSet is { } children)
                    selected.Children.Add(children);
            }
        }
    }

    private IEnumerable<string> TypesIn(GraphQLSelectionSet set) =>
        from node in set.Selections
        where node is not GraphQLField
        let fragment = Resolve(node)
        from type in TypesIn(fragment.Selection).Append(fragment.Type)
        where type is not null
        select type;

    private (GraphQLSelectionSet Selection, string? Type) Resolve(ASTNode node)
    {
        if (node is GraphQLInlineFragment inline)
            return (inline.SelectionSet, inline.TypeCondition?.Type.Name.StringValue);

        var fragment = fragments[((GraphQLFragmentSpread)node).FragmentName.Name.StringValue];
        return (fragment.SelectionSet, fragment.TypeCondition.Type.Name.StringValue);
    }

    /// <param name="First">Where the field is selected first: its arguments count.</param>
    /// <param name="Branch">The type of the fragment it is in, where several types are told apart.</param>
    private sealed record SelectedField(GraphQLField First, string? Branch)
    {
        public string Name { get; } = First.Name.StringValue;

        public List<GraphQLSelectionSet> Children { get; } = [];
    }
}
