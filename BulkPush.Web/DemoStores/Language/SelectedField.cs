using GraphQL.Types;
using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>One field of a selection set, its fragments resolved and its duplicates merged.</summary>
internal sealed class SelectedField
{
    public const string TypeName = "__typename";

    public required string ResponseKey { get; init; }

    public required string Name { get; init; }

    /// <summary>Type that declares the field.</summary>
    public required string Owner { get; init; }

    /// <summary>Null for <see cref="TypeName"/>.</summary>
    public required IGraphType? NamedType { get; init; }

    public required IReadOnlyList<QueryArgument> Parameters { get; init; }

    public required IReadOnlyList<GraphQLArgument> Arguments { get; init; }

    /// <summary>Every <c>@skip</c> and <c>@include</c> around the field.</summary>
    public required IReadOnlyList<GraphQLDirective> Switches { get; init; }

    /// <summary>Key of <c>@idempotent</c>; null without the directive.</summary>
    public required GraphQLValue? IdempotencyKey { get; init; }

    public required SourcePosition Position { get; init; }

    /// <summary>Where the variables are declared that stand for arguments, by the argument's name.</summary>
    public required IReadOnlyDictionary<string, SourcePosition> DeclarationsOfArguments { get; init; }

    /// <summary>What is asked of an object type; empty when the field is of an interface.</summary>
    public required IReadOnlyList<SelectedField> Children { get; init; }

    /// <summary>What is asked of each object type behind an interface; null when the field is not of one.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<SelectedField>>? ChildrenByType { get; init; }

    /// <summary>Null for <see cref="TypeName"/>.</summary>
    public required FieldReader? Reader { get; init; }

    /// <summary>Never null, as the schema has it.</summary>
    public bool IsRequired { get; init; }

    public bool IsComposite { get; init; }

    public bool IsConnection { get; init; }

    /// <summary>What is asked of an object of that type.</summary>
    public IReadOnlyList<SelectedField> ChildrenOf(string type) => ChildrenByType is null ? Children : ChildrenByType[type];
}

/// <summary>Reads one field of one object.</summary>
internal delegate object? FieldReader(object source, FieldArguments arguments, ReadContext context);

/// <summary>The arguments of one field with the request's variables put in.</summary>
internal readonly struct FieldArguments(SelectedField field, IReadOnlyDictionary<string, object?> variables)
{
    public SelectedField Field { get; } = field;

    /// <summary>Key of <c>@idempotent</c>; null without the directive.</summary>
    public string? IdempotencyKey => Field.IdempotencyKey switch
    {
        GraphQLVariable variable => variables.GetValueOrDefault(variable.Name.StringValue) as string,
        GraphQLStringValue literal => literal.Value.ToString(),
        _ => null,
    };

    /// <summary>Where the variable is declared that stands for the argument; nowhere for a literal.</summary>
    public IReadOnlyList<SourcePosition> DeclarationOf(string name) => Field.DeclarationsOfArguments.TryGetValue(name, out var position) ? [position] : [];

    public string? Text(string name) => this[name] as string;

    public int? Number(string name) => this[name] as int?;

    public bool? Flag(string name) => this[name] as bool?;

    public IReadOnlyList<object?>? List(string name) => this[name] as IReadOnlyList<object?>;

    public IReadOnlyDictionary<string, object?>? Object(string name) => this[name] as IReadOnlyDictionary<string, object?>;

    /// <summary>Value given, else the schema's default, else null.</summary>
    public object? this[string name]
    {
        get
        {
            var parameter = Field.Parameters.FirstOrDefault(p => p.Name == name);
            var given = Field.Arguments.FirstOrDefault(a => a.Name.Value.Span.SequenceEqual(name));
            if (given is null || parameter is null) return parameter?.DefaultValue;
            var value = Literals.Read(given.Value, parameter.ResolvedType!, variables, out var isGiven);
            return isGiven ? value : parameter.DefaultValue;
        }
    }
}
