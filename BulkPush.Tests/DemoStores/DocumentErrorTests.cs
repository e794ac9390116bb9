namespace BulkPush.Tests.DemoStores;

public sealed class DocumentErrorTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("{ product { id } }", "missingRequiredArguments", "Field 'product' is missing required arguments: id")]
    [InlineData("{ shop(colour: 1) { id } }", "argumentNotAccepted", "Field 'shop' doesn't accept argument 'colour'")]
    [InlineData("{ shop { name { x } } }", "selectionMismatch", "Selections can't be made on scalars (field 'name' returns String but has selections [\"x\"])")]
    [InlineData("query Q { product(id: $id) { id } }", "variableNotDefined", "Variable $id is used by Q but not declared")]
    [InlineData("query Q($id: ID!) { shop { id } }", "variableNotUsed", "Variable $id is declared by Q but not used")]
    [InlineData("query Q($id: Int!) { product(id: $id) { id } }", "variableMismatch", "Type mismatch on variable $id and argument id (Int! / ID!)")]
    [InlineData("{ products(first: \"x\") { nodes { id } } }", "argumentLiteralsIncompatible", "Argument 'first' on Field 'products' has an invalid value (\"x\"). Expected type 'Int'.")]
    [InlineData("mutation { productSet(input: {}) { userErrors { reason } } }", "undefinedField", "Field 'reason' doesn't exist on type 'ProductSetUserError'")]
    [InlineData("mutation { productDelete(input: {id: \"gid://shopify/Product/1\"}) { userErrors { code } } }", "undefinedField", "Field 'code' doesn't exist on type 'UserError'")]
    [InlineData("{ ...missing }", "useAndDefineFragment", null)]
    [InlineData("{ shop { id ", "PARSE_ERROR", "syntax error, unexpected end of file at [1, 10]")]
    public async Task A_bad_document_is_answered_with_errors_alone(string document, string code, string? message)
    {
        var reply = await _host.SendAsync(document);

        Assert.Equal(code, reply.Text("errors.0.extensions.code"));
        if (message is not null) Assert.Equal(message, reply.Text("errors.0.message"));
        Assert.Equal("""["errors"]""", System.Text.Json.JsonSerializer.Serialize(reply.AsObject().Select(p => p.Key)));
    }

    [Fact]
    public async Task A_variable_of_the_wrong_shape_names_every_problem_with_its_place()
    {
        var reply = await _host.SendAsync(
            "mutation Push($input: ProductSetInput!) {\n  productSet(input: $input) { userErrors { message } }\n}",
            new { input = new { title = 5, colour = "red", variants = new object[] { new { price = "cheap", optionValues = Array.Empty<object>() } }, status = "GONE" } });

        Assert.Equal("INVALID_VARIABLE", reply.Text("errors.0.extensions.code"));
        Assert.StartsWith("Variable $input of type ProductSetInput! was provided invalid value for title (Could not coerce value 5 to String), colour (Field is not defined on ProductSetInput)", reply.Text("errors.0.message"), StringComparison.Ordinal);
        Assert.Equal("""["variants",0,"price"]""", reply.At("errors.0.extensions.problems.2.path").Json());
        Assert.Equal("""[{"line":1,"column":15}]""", reply.At("errors.0.locations").Json());
        Assert.Equal("red", reply.Text("errors.0.extensions.value.colour"));
        Assert.Null(reply["data"]);
        Assert.Null(reply["extensions"]);
    }

    [Theory]
    [InlineData("""{"identifier":{"customId":{"value":"x"}}}""", "customId.key (Expected value to not be null)")]
    [InlineData("""{"identifier":{"id":""}}""", "id (Invalid global id '')")]
    [InlineData("""{"identifier":[]}""", "")]
    public async Task An_identifier_is_checked_before_anything_runs(string variables, string problem)
    {
        var reply = await _host.SendAsync(
            "query Find($identifier: ProductIdentifierInput!) { productByIdentifier(identifier: $identifier) { id } }",
            System.Text.Json.Nodes.JsonNode.Parse(variables));

        Assert.Equal("INVALID_VARIABLE", reply.Text("errors.0.extensions.code"));
        Assert.Contains(problem, reply.Text("errors.0.message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_needs_a_size_and_without_one_there_are_no_data_at_all()
    {
        var reply = await _host.SendAsync("{ shop { name } products { nodes { id } } }");

        Assert.Equal("BAD_REQUEST", reply.Text("errors.0.extensions.code"));
        Assert.Equal("""["products"]""", reply.At("errors.0.path").Json());
        Assert.True(reply.AsObject().TryGetPropertyValue("data", out var data) && data is null);
        Assert.NotNull(reply.At("extensions.cost"));
    }

    [Fact]
    public async Task Only_the_named_operation_of_several_runs()
    {
        using var response = await _host.PostAsync(new { query = "query A { shop { id } } query B { shop { name } }", operationName = "B" });

        Assert.Contains("Alpha Shop", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragments_aliases_and_switched_off_fields_are_resolved()
    {
        var reply = await _host.SendAsync(
            "query Q($no: Boolean = false) { a: shop { ...names id @include(if: $no) } __typename } fragment names on Shop { name __typename }");

        Assert.Equal("""{"a":{"name":"Alpha Shop","__typename":"Shop"},"__typename":"QueryRoot"}""", reply["data"].Json());
    }
}
