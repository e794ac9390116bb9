using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Resolves the fragments and merges the duplicate fields of one valid operation.</summary>
internal sealed class OperationPlanner(AdminSchema schema, FieldReaders readers, GraphQLDocument document, string text)
{
    private static readonly List<GraphQLDirective> NoSwitches = [];

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Definitions
        .OfType<GraphQLFragmentDefinition>().ToDictionary(f => f.FragmentName.Name.StringValue);

    public PreparedOperation Plan(GraphQLOperationDefinition operation)
    {
        var roots = Select([(operation.SelectionSet, NoSwitches)], schema.RootOf(operation.Operation));
        return new PreparedOperation
        {
            Name = operation.Name?.StringValue ?? roots[0].Name,
            Kind = operation.Operation,
            Variables = [.. (operation.Variables?.Items ?? []).Select(Declare)],
            Roots = roots,
        };
    }

    private DeclaredVariable Declare(GraphQLVariableDefinition definition) => new(
        definition.Variable.Name.StringValue,
        TypeOf(definition.Type),
        Print(definition.Type),
        definition.DefaultValue,
        SourcePosition.At(text, definition.Variable.Location.Start));

    private IGraphType TypeOf(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => new NonNullGraphType(TypeOf(nonNull.Type)),
        GraphQLListType list => new ListGraphType(TypeOf(list.Type)),
        GraphQLNamedType named => schema.Schema.AllTypes[named.Name.StringValue]!,
        _ => throw new InvalidOperationException($"Unknown type node {type.Kind}."),
    };

    private static string Print(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Print(nonNull.Type) + "!",
        GraphQLListType list => $"[{Print(list.Type)}]",
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new InvalidOperationException($"Unknown type node {type.Kind}."),
    };

    private List<SelectedField> Select(IEnumerable<(GraphQLSelectionSet Set, List<GraphQLDirective> Switches)> sets, IGraphType type)
    {
        var groups = new OrderedDictionary<(string? Condition, string Key), List<(GraphQLField Field, List<GraphQLDirective> Switches)>>();
        foreach (var (set, switches) in sets) Collect(set, null, switches);
        return [.. groups.Select(group => Merge(group.Key.Condition, group.Key.Key, group.Value, type))];

        void Collect(GraphQLSelectionSet set, string? condition, List<GraphQLDirective> switches)
        {
            foreach (var node in set.Selections)
            {
                var inner = node is IHasDirectivesNode { Directives.Items: { Count: > 0 } own } ? [.. switches, .. own.Where(IsSwitch)] : switches;
                switch (node)
                {
                    case GraphQLField field:
                        var key = (condition, field.Alias?.Name.StringValue ?? field.Name.StringValue);
                        if (!groups.TryGetValue(key, out var same)) groups.Add(key, same = []);
                        same.Add((field, inner));
                        break;
                    case GraphQLInlineFragment fragment:
                        Collect(fragment.SelectionSet, Narrow(fragment.TypeCondition, condition), inner);
                        break;
                    case GraphQLFragmentSpread spread:
                        var target = _fragments[spread.FragmentName.Name.StringValue];
                        Collect(target.SelectionSet, Narrow(target.TypeCondition, condition), inner);
                        break;
                }
            }
        }

        string? Narrow(GraphQLTypeCondition? inner, string? outer)
        {
            var name = inner?.Type.Name.StringValue;
            return name is null || name == type.Name ? outer : name;
        }
    }

    private SelectedField Merge(
        string? condition, string key, List<(GraphQLField Field, List<GraphQLDirective> Switches)> same, IGraphType type)
    {
        var first = same[0].Field;
        var name = first.Name.StringValue;
        var owner = condition is null ? type : schema.Schema.AllTypes[condition]!;
        var definition = name == SelectedField.TypeName ? null : ((IComplexGraphType)owner).GetField(name)!;
        var named = definition?.ResolvedType!.GetNamedType();
        return new SelectedField
        {
            ResponseKey = key,
            Name = name,
            Owner = owner.Name,
            Condition = condition,
            NamedType = named,
            Parameters = definition?.Arguments is { } parameters ? [.. parameters] : [],
            Arguments = first.Arguments?.Items ?? [],
            Switches = same[0].Switches,
            Position = SourcePosition.At(text, first.Location.Start),
            Children = named is null ? [] : Select(same.Where(s => s.Field.SelectionSet is not null).Select(s => (s.Field.SelectionSet!, NoSwitches)), named),
            Reader = definition is null || owner is IAbstractGraphType ? null : readers.Find(owner.Name, name),
            IsComposite = named is IObjectGraphType or IAbstractGraphType,
            IsConnection = named is IObjectGraphType && named.Name.EndsWith("Connection", StringComparison.Ordinal),
            IsAbstract = named is IAbstractGraphType,
        };
    }

    private static bool IsSwitch(GraphQLDirective directive) => directive.Name.Value == "skip" || directive.Name.Value == "include";
}
