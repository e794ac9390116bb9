using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

public sealed class ProductSetTests : IAsyncLifetime
{
    private const string Set = """
        mutation Push($identifier: ProductSetIdentifiers, $input: ProductSetInput!) {
          productSet(identifier: $identifier, input: $input) {
            product {
              id title handle status vendor productType descriptionHtml tags createdAt updatedAt totalInventory
              seo { title description }
              category { id fullName }
              options { id name position values optionValues { id name hasVariants } }
              variants(first: 20) { nodes { id title sku price compareAtPrice inventoryPolicy taxable selectedOptions { name value }
                inventoryItem { id tracked requiresShipping unitCost { amount currencyCode } } } }
              media(first: 5) { nodes { id alt status } }
              metafields(first: 10) { nodes { namespace key type value } }
              variantsCount { count precision }
            }
            userErrors { field message code }
          }
        }
        """;

    private DemoStoreHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_title_alone_makes_an_active_product_with_one_default_variant()
    {
        var product = (await PushAsync(new { title = "Plain Mug" })).At("product");

        Assert.Equal("plain-mug", product.Text("handle"));
        Assert.Equal("ACTIVE", product.Text("status"));
        Assert.Equal("Alpha Shop", product.Text("vendor"));
        Assert.Equal("""["Default Title"]""", product.At("options.0.values").Json());
        Assert.Equal("0.00", product.Text("variants.nodes.0.price"));
        Assert.Equal("false", product.Text("variants.nodes.0.inventoryItem.tracked"));
        Assert.Equal("DENY", product.Text("variants.nodes.0.inventoryPolicy"));
    }

    [Fact]
    public async Task Options_variants_media_and_metafields_come_back_as_sent()
    {
        var payload = await PushAsync(new
        {
            title = "Trail Jacket",
            tags = new[] { " Red ", "red", "RED", " big   sale " },
            category = "gid://shopify/TaxonomyCategory/aa-1-1",
            seo = new { title = "Jacket", description = "Warm" },
            productOptions = new[] { new { name = "Size", values = Names("S", "M") }, new { name = "Colour", values = Names("Red") } },
            variants = new[] { Variant("S", "Red", "TJ-S", "79.9"), Variant("M", "Red", "TJ-M", "85") },
            files = new[] { new { originalSource = "https://images.example/jacket.jpg", alt = "Front" } },
            metafields = new[] { new { @namespace = "custom", key = "material", type = "single_line_text_field", value = "wool" } },
        });

        Assert.Equal("[]", payload.At("userErrors").Json());
        var product = payload.At("product");
        Assert.Equal("""["big   sale","Red"]""", product.At("tags").Json());
        Assert.Equal("Apparel & Accessories", product.Text("category.fullName"));
        Assert.Equal("""["S","M"]""", product.At("options.0.values").Json());
        Assert.Equal("M / Red", product.Text("variants.nodes.1.title"));
        Assert.Equal("79.90", product.Text("variants.nodes.0.price"));
        Assert.Equal("UPLOADED", product.Text("media.nodes.0.status"));
        Assert.Equal("wool", product.Text("metafields.nodes.0.value"));
        Assert.Equal("2", product.Text("variantsCount.count"));
    }

    [Fact]
    public async Task What_an_update_leaves_out_stays_and_a_list_it_sends_is_the_whole_new_list()
    {
        var first = (await PushAsync(Jacket())).At("product")!;
        var identifier = new { id = first.Text("id") };

        var untouched = (await PushAsync(new { title = "Renamed" }, identifier)).At("product")!;
        Assert.Equal("trail-jacket", untouched.Text("handle"));
        Assert.Equal(first.At("variants").Json(), untouched.At("variants").Json());
        Assert.Equal(first.At("metafields").Json(), untouched.At("metafields").Json());
        Assert.Equal(first.At("media.nodes.0.id").Json(), untouched.At("media.nodes.0.id").Json());

        var replaced = (await PushAsync(
            new
            {
                tags = Array.Empty<string>(),
                metafields = Array.Empty<object>(),
                files = new[] { new { id = first.Text("media.nodes.0.id"), alt = "Side" } },
                productOptions = new[] { new { name = "Size", values = Names("M", "L") }, new { name = "Colour", values = Names("Red") } },
                variants = new[] { Variant("M", "Red", "TJ-M2", "90"), Variant("L", "Red", "TJ-L", "95") },
            },
            identifier)).At("product")!;
        Assert.Equal("[]", replaced.At("tags").Json());
        Assert.Equal("[]", replaced.At("metafields.nodes").Json());
        Assert.Equal(first.Text("media.nodes.0.id"), replaced.Text("media.nodes.0.id"));
        Assert.Equal("Side", replaced.Text("media.nodes.0.alt"));
        Assert.Equal(first.Text("variants.nodes.1.id"), replaced.Text("variants.nodes.0.id"));
        Assert.Equal("TJ-M2", replaced.Text("variants.nodes.0.sku"));
        Assert.Equal(first.Text("options.1.id"), replaced.Text("options.1.id"));
        Assert.Equal("2", replaced.Text("variantsCount.count"));
    }

    [Fact]
    public async Task A_file_that_is_named_by_its_source_is_imported_again()
    {
        var first = (await PushAsync(Jacket())).At("product")!;

        var second = (await PushAsync(
            new { files = new[] { new { originalSource = "https://images.example/jacket.jpg" } } }, new { id = first.Text("id") })).At("product")!;

        Assert.NotEqual(first.Text("media.nodes.0.id"), second.Text("media.nodes.0.id"));
    }

    [Fact]
    public async Task A_custom_id_creates_once_and_finds_its_product_ever_after()
    {
        await DefineCustomIdAsync();
        var identifier = new { customId = new { key = "source_id", value = "42" } };

        var first = (await PushAsync(new { title = "Once" }, identifier)).At("product")!;
        var second = (await PushAsync(new { title = "Twice" }, identifier)).At("product")!;

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal("""[{"namespace":"app--1","key":"source_id","type":"id","value":"42"}]""", second.At("metafields.nodes").Json());
        var found = await _host.SendAsync("{ productByIdentifier(identifier: {customId: {namespace: \"$app\", key: \"source_id\", value: \"42\"}}) { title } }");
        Assert.Equal("Twice", found.Text("data.productByIdentifier.title"));
    }

    [Fact]
    public async Task A_custom_id_must_be_among_the_metafields_that_are_sent_beside_it()
    {
        await DefineCustomIdAsync();
        var identifier = new { customId = new { key = "source_id", value = "42" } };

        var mismatch = await PushAsync(new { title = "Once", metafields = new[] { Metafield("custom", "material", "wool") } }, identifier);
        Assert.Equal("METAFIELD_MISMATCH", mismatch.Text("userErrors.0.code"));
        Assert.Null(mismatch.At("product"));

        var match = await PushAsync(new { title = "Once", metafields = new[] { Metafield("$app", "source_id", "42") } }, identifier);
        Assert.Equal("[]", match.At("userErrors").Json());
    }

    [Fact]
    public async Task A_custom_id_without_its_definition_is_an_error_of_the_whole_field()
    {
        var reply = await _host.SendAsync(
            Set, new { input = new { title = "Lost" }, identifier = new { customId = new { key = "source_id", value = "42" } } });

        Assert.Equal("Metafield definition of type 'id' is required when using custom ids.", reply.Text("errors.0.message"));
        Assert.Equal("""{"code":"NOT_FOUND"}""", reply.At("errors.0.extensions").Json());
        Assert.Equal("""["productSet"]""", reply.At("errors.0.path").Json());
        Assert.Equal("""{"productSet":null}""", reply["data"].Json());
    }

    [Theory]
    [InlineData("""{"id":"gid://shopify/Product/1"}""", """{"title":"x"}""", "NOT_FOUND", "Resource matching the identifier was not found.", """["input"]""")]
    [InlineData("""{"handle":"x"}""", """{"title":"x"}""", "MISSING_FIELD_REQUIRED", "The input field corresponding to the identifier is required.", """["input"]""")]
    [InlineData("""{"handle":"x"}""", """{"title":"x","handle":"y"}""", "INPUT_MISMATCH", "The identifier value does not match the value of the corresponding field in the input.", """["input"]""")]
    [InlineData("null", """{"title":"x","variants":[]}""", "PRODUCT_OPTIONS_INPUT_MISSING", null, """["input","productOptions"]""")]
    [InlineData("null", """{"title":"x","metafields":[{"namespace":"custom","key":"kk","value":"v"}]}""", "INVALID_METAFIELD", "can't be blank", """["input","metafields","0","type"]""")]
    [InlineData("null", """{"title":"x","metafields":[{"namespace":"custom","key":"kk","type":"number_integer","value":"v"}]}""", "INVALID_METAFIELD", "Value must be an integer.", """["input","metafields","0","value"]""")]
    [InlineData("null", """{"title":"x","files":[{"originalSource":"not-a-url"}]}""", "INVALID_INPUT", "Image URL is invalid", """["input","files","0","originalSource"]""")]
    [InlineData("null", """{"title":" "}""", "INVALID_INPUT", "Title can't be blank", """["input","title"]""")]
    [InlineData("null", """{"title":"x","productOptions":[{"name":"A","values":[{"name":"1"}]},{"name":"a","values":[{"name":"1"}]}],"variants":[{"optionValues":[{"optionName":"A","name":"1"}]}]}""", "DUPLICATED_OPTION_NAME", null, """["input","productOptions","1"]""")]
    [InlineData("null", """{"title":"x","productOptions":[{"name":"A","values":[{"name":"1"},{"name":"2"}]}],"variants":[{"optionValues":[{"optionName":"A","name":"1"}]}]}""", "INVALID_INPUT", null, """["input","productOptions","0","values","1"]""")]
    [InlineData("null", """{"title":"x","productOptions":[{"name":"A","values":[{"name":"1"}]}],"variants":[{"optionValues":[{"optionName":"B","name":"1"}]}]}""", "OPTION_DOES_NOT_EXIST", null, """["input","variants","0","optionValues","0"]""")]
    [InlineData("null", """{"title":"x","productOptions":[{"name":"A","values":[{"name":"1"}]}],"variants":[{"optionValues":[{"optionName":"A","name":"2"}]}]}""", "OPTION_VALUE_DOES_NOT_EXIST", null, """["input","variants","0","optionValues","0"]""")]
    [InlineData("null", """{"title":"x","productOptions":[{"name":"A","values":[{"name":"1"}]}],"variants":[{"id":"gid://shopify/ProductVariant/9","optionValues":[{"optionName":"A","name":"1"}]}]}""", "PRODUCT_VARIANT_DOES_NOT_EXIST", null, """["input","variants","0","id"]""")]
    public async Task What_is_wrong_is_named_with_its_place(string identifier, string input, string code, string? message, string field)
    {
        var payload = await PushAsync(JsonNode.Parse(input)!, JsonNode.Parse(identifier));

        Assert.Null(payload.At("product"));
        Assert.Equal(code, payload.Text("userErrors.0.code"));
        Assert.Equal(field, payload.At("userErrors.0.field").Json());
        if (message is not null) Assert.Equal(message, payload.Text("userErrors.0.message"));
    }

    [Fact]
    public async Task A_refused_update_leaves_the_product_as_it_was_and_shows_it()
    {
        var first = (await PushAsync(Jacket())).At("product")!;
        await PushAsync(new { title = "Other" });

        var refused = await PushAsync(new { title = "Changed", handle = " OTHER " }, new { id = first.Text("id") });

        Assert.Equal("Handle ' OTHER ' already in use. Please provide a new handle.", refused.Text("userErrors.0.message"));
        Assert.Equal("Trail Jacket", refused.Text("product.title"));
    }

    [Fact]
    public async Task Two_variants_with_the_same_options_are_refused_by_name()
    {
        var payload = await PushAsync(new
        {
            title = "Twins",
            productOptions = new[] { new { name = "Size", values = Names("S") }, new { name = "Colour", values = Names("Red") } },
            variants = new[] { Variant("S", "Red", "A", "1"), Variant("S", "Red", "B", "1") },
        });

        Assert.Equal("The variant 'S / Red' already exists. Please change at least one option value.", payload.Text("userErrors.0.message"));
        Assert.Equal("""["input","variants","1"]""", payload.At("userErrors.0.field").Json());
    }

    [Fact]
    public async Task An_asynchronous_push_is_complete_when_it_is_asked_for()
    {
        var started = await _host.SendAsync(
            "mutation { productSet(synchronous: false, input: {title: \"Later\"}) { product { id } productSetOperation { id status product { id } } } }");
        Assert.Null(started.At("data.productSet.product"));
        Assert.Equal("CREATED", started.Text("data.productSet.productSetOperation.status"));

        var read = await _host.SendAsync(
            "query($id: ID!) { productOperation(id: $id) { status product { title } } }", new { id = started.Text("data.productSet.productSetOperation.id") });
        Assert.Equal("""{"status":"COMPLETE","product":{"title":"Later"}}""", read.At("data.productOperation").Json());
    }

    [Fact]
    public async Task Without_the_scope_the_field_is_denied_and_null()
    {
        await _host.ConfigureAsync(new { scopes = new[] { "read_products" } });

        var reply = await _host.SendAsync("mutation { productSet(input: {title: \"No\"}) { userErrors { message } } }");

        Assert.Equal("ACCESS_DENIED", reply.Text("errors.0.extensions.code"));
        Assert.Equal("`write_products` access scope.", reply.Text("errors.0.extensions.requiredAccess"));
        Assert.Equal("""{"productSet":null}""", reply["data"].Json());
        Assert.Equal("10", reply.Text("extensions.cost.actualQueryCost"));
    }

    [Fact]
    public async Task Pushes_that_run_at_once_neither_share_ids_nor_handles()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => PushAsync(new { title = "Same" })));

        Assert.Equal(60, replies.Select(r => r.Text("product.id")).Distinct().Count());
        Assert.Equal(60, replies.Select(r => r.Text("product.handle")).Distinct().Count());
        Assert.Equal("60", (await _host.SendAsync("{ productsCount { count } }")).Text("data.productsCount.count"));
    }

    private static object Jacket() => new
    {
        title = "Trail Jacket",
        tags = new[] { "Red" },
        productOptions = new[] { new { name = "Size", values = Names("S", "M") }, new { name = "Colour", values = Names("Red") } },
        variants = new[] { Variant("S", "Red", "TJ-S", "79.9"), Variant("M", "Red", "TJ-M", "85") },
        files = new[] { new { originalSource = "https://images.example/jacket.jpg", alt = "Front" } },
        metafields = new[] { Metafield("custom", "material", "wool") },
    };

    private static object Metafield(string space, string key, string value) =>
        new { @namespace = space, key, type = key == "source_id" ? "id" : "single_line_text_field", value };

    private Task<JsonNode> DefineCustomIdAsync() => _host.SendAsync(
        "mutation { metafieldDefinitionCreate(definition: {ownerType: PRODUCT, key: \"source_id\", name: \"Source\", type: \"id\"}) { userErrors { code } } }");

    private static object[] Names(params string[] names) => [.. names.Select(name => new { name })];

    private static object Variant(string size, string colour, string sku, string price) => new
    {
        optionValues = new[] { new { optionName = "Size", name = size }, new { optionName = "Colour", name = colour } },
        sku,
        price,
    };

    private async Task<JsonNode> PushAsync(object input, object? identifier = null)
    {
        var reply = await _host.SendAsync(Set, new { input, identifier });
        Assert.Null(reply["errors"]?.ToJsonString());
        return reply.At("data.productSet")!;
    }
}
