using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Cost;

/// <summary>What an operation will be charged before it runs.</summary>
/// <param name="Total">Points, rounded.</param>
/// <param name="InputComplexity">The part that comes from the size of the input, not rounded. From a whole point on nothing is given back.</param>
internal sealed record RequestedCost(int Total, decimal InputComplexity)
{
    public bool IsRefundable => CostRules.Round(InputComplexity) < 1;

    public static RequestedCost Of(PreparedOperation operation, IReadOnlyDictionary<string, object?> variables)
    {
        var selection = 0;
        var input = 0m;
        foreach (var root in operation.Roots)
        {
            if (root.Name.StartsWith("__", StringComparison.Ordinal) || !Literals.IsSelected(root, variables)) continue;
            if (operation.IsMutation)
            {
                var arguments = new FieldArguments(root, variables);
                input += CostRules.InputComplexity(root.Name, name => arguments[name]);
                selection += CostRules.MutationBase + Selection(root, variables, directlyInPayload: true);
            }
            else
            {
                selection += root.Name.EndsWith("Count", StringComparison.Ordinal) ? CostRules.CountRoot : Field(root, variables, isFree: false);
            }
        }

        return new RequestedCost(CostRules.Round(selection + input), input);
    }

    /// <summary>Points of one node of a connection: the objects it holds and itself.</summary>
    public static int Node(SelectedField nodes, IReadOnlyDictionary<string, object?> variables) => 1 + Selection(nodes, variables, false);

    /// <summary>Behind an interface, the dearest of the types it may be.</summary>
    private static int Selection(SelectedField parent, IReadOnlyDictionary<string, object?> variables, bool directlyInPayload) => parent.ChildrenByType is { } byType
        ? byType.Values.Select(children => Selection(children, variables, directlyInPayload)).DefaultIfEmpty().Max()
        : Selection(parent.Children, variables, directlyInPayload);

    private static int Selection(IReadOnlyList<SelectedField> fields, IReadOnlyDictionary<string, object?> variables, bool directlyInPayload)
    {
        var points = 0;
        foreach (var field in fields)
        {
            if (field.NamedType is not null && Literals.IsSelected(field, variables)) points += Field(field, variables, directlyInPayload);
        }

        return points;
    }

    private static int Field(SelectedField field, IReadOnlyDictionary<string, object?> variables, bool isFree)
    {
        if (!field.IsComposite) return CostRules.ScalarPoints(field.Owner, field.Name);
        if (!field.IsConnection) return (isFree ? 0 : CostRules.ObjectPoints(field.NamedType!.Name)) + Selection(field, variables, false);
        var arguments = new FieldArguments(field, variables);
        var perNode = 0;
        foreach (var part in field.Children)
        {
            if (part.Name == "nodes") perNode += Node(part, variables);
            if (part.Name == "edges") perNode += 1 + part.Children.Where(c => c.Name == "node").Sum(c => Selection(c, variables, false));
        }

        return CostRules.ConnectionBase + (CostRules.PageWeight(arguments.Number("first") ?? arguments.Number("last") ?? 0) * perNode);
    }
}
