using System.Collections.Concurrent;
using GraphQL;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>Parses and validates documents, and remembers the outcome: a client sends the same few texts over and over.</summary>
internal sealed class DocumentCache(AdminSchema schema, FieldReaders readers)
{
    private const int Capacity = 500;

    private readonly ConcurrentDictionary<(string Text, string? Operation), Preparation> _known = new();
    private readonly DocumentValidator _validator = new();

    public async Task<Preparation> PrepareAsync(string text, string? operationName, CancellationToken cancellationToken)
    {
        var key = (text, operationName);
        if (_known.TryGetValue(key, out var known)) return known;
        var preparation = await PrepareUnknownAsync(text, operationName, cancellationToken);
        if (_known.Count >= Capacity) _known.Clear();
        _known[key] = preparation;
        return preparation;
    }

    private async Task<Preparation> PrepareUnknownAsync(string text, string? operationName, CancellationToken cancellationToken)
    {
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments });
        }
        catch (GraphQLSyntaxErrorException error)
        {
            return new Preparation(null, [StaticErrors.Syntax(text, error)]);
        }

        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        var operation = operationName is null && operations.Count == 1
            ? operations[0]
            : operations.Find(o => o.Name is not null && o.Name.StringValue == operationName);
        if (operation is null) return new Preparation(null, [StaticErrors.NoOperation(operationName)]);

        var validation = await _validator.ValidateAsync(new ValidationOptions
        {
            Schema = schema.Schema,
            Document = document,
            Operation = operation,
            Variables = Inputs.Empty,
            CancellationToken = cancellationToken,
        });
        // The values of variables are no business of the document: they are checked with every request.
        var problems = validation.Errors.OfType<ValidationError>()
            .Where(error => error is not InvalidVariableError)
            .Select(error => StaticErrors.Describe(error, operation, document, text))
            .ToList();
        return problems.Count > 0
            ? new Preparation(null, problems)
            : new OperationPlanner(schema, readers, document, text).Plan(operation);
    }
}
