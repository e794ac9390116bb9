using System.Globalization;
using BulkPush.Tests.Support;
using BulkPush.Web.DemoStores.Language;
using GraphQLParser;
using GraphQLParser.AST;

namespace BulkPush.Tests.DemoStores;

public sealed class SchemaAgreementTests
{
    [Fact]
    public void Every_type_field_and_argument_is_one_of_the_published_schema()
    {
        var published = Describe(SharedFacts.PublishedSchema());
        var ours = Describe(AdminSchema.ReadDefinition());

        Assert.Empty(ours.Where(line => !published.Contains(line)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_has_a_reader() => Assert.NotNull(new FieldReaders(AdminSchema.Load()));

    [Fact]
    public async Task Every_document_of_the_client_is_valid_in_a_demo_store()
    {
        var schema = AdminSchema.Load();
        var documents = new DocumentCache(schema, new FieldReaders(schema));
        var files = SourceTree.Files("BulkPush.Core", ".graphql");
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var preparation = await documents.PrepareAsync(SourceTree.Read(file), null, TestContext.Current.CancellationToken);
            Assert.True(preparation.Problems.Count == 0, $"{file}: {string.Join(", ", preparation.Problems.Select(p => p.Message))}");
        }
    }

    /// <summary>One line for each fact: <c>Product.title: String!</c>, <c>Product.variants(first: Int)</c>, <c>ProductStatus.ACTIVE</c>.</summary>
    private static HashSet<string> Describe(string sdl)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in Parser.Parse(sdl).Definitions)
        {
            var name = (definition as INamedNode)?.Name.StringValue;
            if (definition is IHasFieldsDefinitionNode { Fields.Items: { } fields })
            {
                foreach (var field in fields)
                {
                    lines.Add($"{name}.{field.Name.StringValue}: {Print(field.Type)}");
                    foreach (var argument in field.Arguments?.Items ?? [])
                        lines.Add($"{name}.{field.Name.StringValue}({argument.Name.StringValue}: {Print(argument.Type)} = {Print(argument.DefaultValue)})");
                }
            }

            switch (definition)
            {
                case GraphQLInputObjectTypeDefinition input:
                    foreach (var field in input.Fields?.Items ?? [])
                        lines.Add($"{name}.{field.Name.StringValue}: {Print(field.Type)} = {Print(field.DefaultValue)}");
                    break;
                case GraphQLEnumTypeDefinition choice:
                    foreach (var value in choice.Values?.Items ?? []) lines.Add($"{name}.{value.Name.StringValue}");
                    break;
                case GraphQLScalarTypeDefinition:
                    lines.Add($"scalar {name}");
                    break;
                case GraphQLObjectTypeDefinition type:
                    foreach (var implemented in type.Interfaces?.Items ?? []) lines.Add($"{name} implements {implemented.Name.StringValue}");
                    break;
            }
        }

        return lines;
    }

    private static string Print(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Print(nonNull.Type) + "!",
        GraphQLListType list => $"[{Print(list.Type)}]",
        _ => ((GraphQLNamedType)type).Name.StringValue,
    };

    private static string Print(GraphQLValue? value) => value switch
    {
        null => "none",
        GraphQLEnumValue choice => choice.Name.StringValue,
        GraphQLBooleanValue flag => flag.BoolValue.ToString(CultureInfo.InvariantCulture),
        GraphQLIntValue number => number.Value.ToString(),
        _ => value.ToString() ?? "",
    };
}
