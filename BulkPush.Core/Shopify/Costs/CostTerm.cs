using System.Text.Json;

namespace BulkPush.Core.Shopify.Costs;

/// <summary>Points of a part of a selection, as far as the document alone tells: only page sizes may come from variables.</summary>
internal abstract record CostTerm
{
    public static readonly CostTerm Nothing = new Known(0);

    /// <param name="variables">The request's variables; may be undefined when nothing depends on them.</param>
    public abstract int Points(JsonElement variables);

    public static CostTerm Of(int points) => new Known(points);

    public static CostTerm Sum(params IReadOnlyList<CostTerm> parts) => Fold(parts, new Added(parts));

    /// <summary>Of an interface or union only the dearest branch is charged.</summary>
    public static CostTerm Dearest(IReadOnlyList<CostTerm> branches) => branches.Count == 0 ? Nothing : Fold(branches, new Highest(branches));

    /// <param name="node">Points of one node, itself included.</param>
    public static CostTerm Page(ArgumentValue size, CostTerm node)
    {
        var page = new Connection(size, node);
        return size.IsVariable ? page : Fold([node], page);
    }

    /// <summary>A term of known parts is known itself: nothing is left to be done for each call.</summary>
    private static CostTerm Fold(IReadOnlyList<CostTerm> parts, CostTerm whole) => parts.All(part => part is Known) ? new Known(whole.Points(default)) : whole;

    internal sealed record Known(int Value) : CostTerm
    {
        public override int Points(JsonElement variables) => Value;
    }

    private sealed record Added(IReadOnlyList<CostTerm> Parts) : CostTerm
    {
        public override int Points(JsonElement variables) => Parts.Sum(part => part.Points(variables));
    }

    private sealed record Highest(IReadOnlyList<CostTerm> Branches) : CostTerm
    {
        public override int Points(JsonElement variables) => Branches.Max(branch => branch.Points(variables));
    }

    private sealed record Connection(ArgumentValue Size, CostTerm Node) : CostTerm
    {
        public override int Points(JsonElement variables) =>
            CostRules.ConnectionBase + (CostRules.PageWeight(Size.Number(variables) ?? 0) * Node.Points(variables));
    }
}
