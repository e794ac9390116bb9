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

    private readonly List<GraphQLProblem> _mismatches = [];
    private Dictionary<string, DeclaredVariable> _variables = [];

    /// <summary>The operation, or the variables that do not fit where they are used.</summary>
    public Preparation Plan(GraphQLOperationDefinition operation)
    {
        List<DeclaredVariable> variables = [.. (operation.Variables?.Items ?? []).Select(Declare)];
        _variables = variables.ToDictionary(v => v.Name);
        var roots = Select([(operation.SelectionSet, NoSwitches)], schema.RootOf(operation.Operation));
        if (_mismatches.Count > 0) return new Preparation(null, [.. _mismatches.DistinctBy(m => (m.Message, m.Locations![0])).Select(m => m with { Path = [StaticErrors.OperationLabel(operation), .. m.Path!] })]);
        var prepared = new PreparedOperation
        {
            Name = operation.Name?.StringValue ?? roots[0].Name,
            Kind = operation.Operation,
            Variables = variables,
            Roots = roots,
        };
        return new Preparation(prepared, []);
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

    /// <summary>The fields that an object of <paramref name="type"/> is asked for: fragments on other types are left out.</summary>
    private List<SelectedField> Select(IEnumerable<(GraphQLSelectionSet Set, List<GraphQLDirective> Switches)> sets, IObjectGraphType type)
    {
        var groups = new OrderedDictionary<string, List<(GraphQLField Field, List<GraphQLDirective> Switches)>>(StringComparer.Ordinal);
        foreach (var (set, switches) in sets) Collect(set, switches);
        return [.. groups.Select(group => Merge(group.Key, group.Value, type))];

        void Collect(GraphQLSelectionSet set, List<GraphQLDirective> switches)
        {
            foreach (var node in set.Selections)
            {
                var inner = node is IHasDirectivesNode { Directives.Items: { Count: > 0 } own } ? [.. switches, .. own.Where(IsSwitch)] : switches;
                switch (node)
                {
                    case GraphQLField field:
                        var key = field.Alias?.Name.StringValue ?? field.Name.StringValue;
                        if (!groups.TryGetValue(key, out var same)) groups.Add(key, same = []);
                        same.Add((field, inner));
                        break;
                    case GraphQLInlineFragment fragment when Applies(fragment.TypeCondition):
                        Collect(fragment.SelectionSet, inner);
                        break;
                    case GraphQLFragmentSpread spread when _fragments[spread.FragmentName.Name.StringValue] is var target && Applies(target.TypeCondition):
                        Collect(target.SelectionSet, inner);
                        break;
                }
            }
        }

        bool Applies(GraphQLTypeCondition? condition) =>
            condition?.Type.Name.StringValue is not { } name || name == type.Name || type.ResolvedInterfaces.Any(i => i.Name == name);
    }

    private SelectedField Merge(string key, List<(GraphQLField Field, List<GraphQLDirective> Switches)> same, IObjectGraphType owner)
    {
        var first = same[0].Field;
        var name = first.Name.StringValue;
        var definition = name == SelectedField.TypeName ? null : owner.GetField(name)!;
        var named = definition?.ResolvedType!.GetNamedType();
        foreach (var argument in first.Arguments?.Items ?? [])
            CheckFit(argument.Value, argument.Name.StringValue, definition!.Arguments!.Find(argument.Name.StringValue)!, key);

        var inner = same.Where(s => s.Field.SelectionSet is not null).Select(s => (s.Field.SelectionSet!, NoSwitches)).ToList();
        return new SelectedField
        {
            ResponseKey = key,
            Name = name,
            Owner = owner.Name,
            NamedType = named,
            Parameters = definition?.Arguments is { } parameters ? [.. parameters] : [],
            Arguments = first.Arguments?.Items ?? [],
            Switches = same[0].Switches,
            IdempotencyKey = first.Directives?.Items.Find(d => d.Name.Value == "idempotent")?.Arguments?.Items.Find(a => a.Name.Value == "key")?.Value,
            Position = SourcePosition.At(text, first.Location.Start),
            DeclarationsOfArguments = DeclarationsOf(first.Arguments?.Items ?? []),
            Children = named is IObjectGraphType type ? Select(inner, type) : [],
            ChildrenByType = named is IAbstractGraphType
                ? TypesOf(named.Name).ToDictionary(t => t.Name, t => (IReadOnlyList<SelectedField>)Select(inner, t), StringComparer.Ordinal)
                : null,
            Reader = definition is null ? null : readers.Find(owner.Name, name),
            IsRequired = definition?.ResolvedType is NonNullGraphType,
            IsComposite = named is IObjectGraphType or IAbstractGraphType,
            IsConnection = named is IObjectGraphType && named.Name.EndsWith("Connection", StringComparison.Ordinal),
        };
    }

    private Dictionary<string, SourcePosition> DeclarationsOf(List<GraphQLArgument> arguments)
    {
        var positions = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (argument.Value is GraphQLVariable variable && _variables.TryGetValue(variable.Name.StringValue, out var declared))
                positions[argument.Name.StringValue] = declared.Position;
        }

        return positions;
    }

    private IEnumerable<IObjectGraphType> TypesOf(string abstraction) =>
        schema.Schema.AllTypes.OfType<IObjectGraphType>().Where(t => t.ResolvedInterfaces.Any(i => i.Name == abstraction));

    // The library looks at this only when it is given the variables' values, and those come with each request.
    private void CheckFit(GraphQLValue value, string name, QueryArgument parameter, string key)
    {
        if (value is not GraphQLVariable variable || !_variables.TryGetValue(variable.Name.StringValue, out var declared)) return;
        var expected = parameter.ResolvedType!;
        var isFilled = declared.Default is not null || parameter.DefaultValue is not null;
        if (Fits(declared.Type, isFilled && expected is NonNullGraphType nonNull ? nonNull.ResolvedType! : expected)) return;
        var message = $"Type mismatch on variable ${declared.Name} and argument {name} ({declared.TypeText} / {expected})";
        _mismatches.Add(GraphQLProblem.Of(
            "variableMismatch", message, ("variableName", declared.Name), ("typeName", declared.TypeText), ("argumentName", name), ("errorMessage", "Type mismatch"))
            .At(SourcePosition.At(text, variable.Location.Start)).On([key, name]));
    }

    private static bool Fits(IGraphType given, IGraphType expected) => (given, expected) switch
    {
        (NonNullGraphType a, NonNullGraphType b) => Fits(a.ResolvedType!, b.ResolvedType!),
        (_, NonNullGraphType) => false,
        (NonNullGraphType a, _) => Fits(a.ResolvedType!, expected),
        (ListGraphType a, ListGraphType b) => Fits(a.ResolvedType!, b.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => given.Name == expected.Name,
    };

    private static bool IsSwitch(GraphQLDirective directive) => directive.Name.Value == "skip" || directive.Name.Value == "include";
}
