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
        if (_mismatches.Count > 0) return new Preparation(null, [.. _mismatches.Select(m => m with { Path = [StaticErrors.OperationLabel(operation), .. m.Path!] })]);
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
        foreach (var argument in first.Arguments?.Items ?? [])
            CheckFit(argument.Value, argument.Name.StringValue, definition!.Arguments!.Find(argument.Name.StringValue)!, key);

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
            IsRequired = definition?.ResolvedType is NonNullGraphType,
            IsComposite = named is IObjectGraphType or IAbstractGraphType,
            IsConnection = named is IObjectGraphType && named.Name.EndsWith("Connection", StringComparison.Ordinal),
            IsAbstract = named is IAbstractGraphType,
        };
    }

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
