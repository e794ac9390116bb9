using GraphQL.Types;
using GraphQL.Utilities;
using GraphQLParser.AST;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>The part of the Admin API that the demo stores serve, built once from <c>admin.graphql</c>.</summary>
internal sealed class AdminSchema
{
    private const string Resource = "BulkPush.Web.DemoStores.Language.admin.graphql";

    private static readonly string[] Scalars = ["DateTime", "Decimal", "HTML", "JSON", "Money", "URL", "UnsignedInt64"];

    private AdminSchema(ISchema schema) => Schema = schema;

    public ISchema Schema { get; }

    /// <summary>The schema's own text, for the test that compares it with the published one.</summary>
    public static string ReadDefinition()
    {
        using var stream = typeof(AdminSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded resource {Resource} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static AdminSchema Load()
    {
        var schema = new Builder().Build(ReadDefinition());
        schema.Initialize();
        return new AdminSchema(schema);
    }

    public IObjectGraphType RootOf(OperationType operation) => operation == OperationType.Mutation ? Schema.Mutation! : Schema.Query;

    private sealed class Builder : SchemaBuilder
    {
        protected override void PreConfigure(Schema schema)
        {
            foreach (var scalar in Scalars) schema.RegisterType(new TextScalar(scalar));
        }

        // Which type an object has is the executor's business; the library only wants to hear that somebody knows.
        protected override InterfaceGraphType ToInterfaceType(GraphQLInterfaceTypeDefinition interfaceDef)
        {
            var type = base.ToInterfaceType(interfaceDef);
            type.ResolveType = static _ => null;
            return type;
        }
    }

    /// <summary>A scalar whose literal is a string or a number; its content is checked where it is used.</summary>
    private sealed class TextScalar : ScalarGraphType
    {
        public TextScalar(string name) => Name = name;

        public override bool CanParseLiteral(GraphQLValue value) =>
            value is GraphQLStringValue or GraphQLIntValue or GraphQLFloatValue or GraphQLNullValue || Name == "JSON";

        public override object? ParseLiteral(GraphQLValue value) => value is GraphQLStringValue text ? text.Value.ToString() : value.ToString();

        public override object? ParseValue(object? value) => value;

        public override object? Serialize(object? value) => value;
    }
}
