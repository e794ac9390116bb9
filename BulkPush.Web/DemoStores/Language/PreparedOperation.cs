using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>A parsed and validated operation, ready to be costed and run any number of times.</summary>
internal sealed record PreparedOperation
{
    /// <summary>Name the client gave, else the first root field's.</summary>
    public required string Name { get; init; }

    public required OperationType Kind { get; init; }

    public required IReadOnlyList<DeclaredVariable> Variables { get; init; }

    public required IReadOnlyList<SelectedField> Roots { get; init; }

    public bool IsMutation => Kind == OperationType.Mutation;
}

/// <summary>What preparing a document came to: an operation, or the errors Shopify would answer with.</summary>
internal sealed record Preparation(PreparedOperation? Operation, IReadOnlyList<GraphQLProblem> Problems);
