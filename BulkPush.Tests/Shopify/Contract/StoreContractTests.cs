using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What real stores answered about themselves, and in which form they keep what they are sent.</summary>
public sealed class StoreContractTests
{
    private const string NoDefinition = """{"currentAppInstallation":{"accessScopes":[{"handle":"write_products"}]},"metafieldDefinition":null}""";
    private const string OurDefinition = """{"currentAppInstallation":{"accessScopes":[{"handle":"write_products"}]},"metafieldDefinition":{"type":{"name":"id"}}}""";

    [Theory]
    [InlineData("40-metafield-definition-type-id", "cases.validDefinition.response", null, 2)]
    [InlineData("40-metafield-definition-type-id", "TAKEN", null, 3)]
    [InlineData("40-metafield-definition-type-id", "cases.disabledDefinition.response", "SHOPIFY_CUSTOM_ID_DEFINITION", 2)]
    [InlineData("32-error-access-denied-root", "namespace not allowed", "SHOPIFY_MISSING_SCOPE", 2)]
    public async Task The_definition_of_the_custom_id_is_made_or_found_made(string capture, string label, string? code, int requests)
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data(NoDefinition).Answers(Recording.Of(capture, label).Body).Data(OurDefinition);

        var stop = await Record.ExceptionAsync(replay.PrepareAsync);

        Assert.Equal(code, (stop as ShopifyStoreException)?.Code);
        Assert.Equal(code is null, stop is null);
        replay.AssertRequests(requests);
    }

    [Fact]
    [Replays("53-locations-list")]
    public async Task Locations_are_read()
    {
        // The recording asked for edges, we ask for nodes and whether they are active.
        var body = JsonNode.Parse(Recording.Of("53-locations-list").Body)!;
        var locations = body.At("data.locations")!.AsObject();
        locations["nodes"] = new JsonArray([.. locations["edges"]!.AsArray().Select(edge => Active(edge!["node"]!.DeepClone()))]);
        await using var replay = await Replay.StartAsync();
        replay.Shopify
            .Data("""{"shop":{"name":"A","currencyCode":"EUR","plan":null},"currentAppInstallation":{"accessScopes":[{"handle":"write_products"},{"handle":"read_locations"}]}}""")
            .Answers(body.ToJsonString());

        var check = await replay.ProbeAsync();

        Assert.Equal(
            [new StoreLocation("gid://shopify/Location/68509171945", "103 ossington", true), new StoreLocation("gid://shopify/Location/89026920681", "Hermes Conformance Annex", true)],
            check.Locations);
        Assert.Empty(check.Problems);
    }

    [Fact]
    [Replays("20-product-tags-normalisation")]
    public void Tags_are_compared_in_the_form_in_which_Shopify_keeps_them()
    {
        var recording = Recording.Of("20-product-tags-normalisation", "mixedCaseWhitespace");
        var product = A.Product(change: one => one.Tags = [.. Texts(recording.Variables.GetProperty("product").GetProperty("tags"))]);
        var kept = Texts(System.Text.Json.JsonDocument.Parse(recording.Body).RootElement.GetProperty("data").GetProperty("productUpdate").GetProperty("product").GetProperty("tags"));

        Assert.Equal(kept, new NormalisedProduct(product).Tags);
        Assert.Equal(kept, ProductContentRules.Tags(product.Tags));
    }

    [Theory]
    [InlineData("05-productset-handle-rules", "input", "productSet", "normalizedProductSetUpdate")]
    [InlineData("05-productset-handle-rules", "input", "productSet", "blankProductSetUpdate")]
    [InlineData("05-productset-handle-rules", "input", "productSet", "generatedProductSetFirst")]
    [InlineData("21-productcreate-handle-rules", "product", "productCreate", "generatedCreateFirst")]
    [InlineData("21-productcreate-handle-rules", "product", "productCreate", "normalizedUnicodeCreate")]
    public void Handles_of_the_catalogue_are_the_ones_that_Shopify_makes(string capture, string argument, string root, string label)
    {
        var recording = Recording.Of(capture, label);
        var input = recording.Variables.GetProperty(argument);
        var product = System.Text.Json.JsonDocument.Parse(recording.Body).RootElement.GetProperty("data").GetProperty(root).GetProperty("product");
        var given = input.TryGetProperty("handle", out var handle) ? handle.GetString() : null;

        Assert.Equal(product.GetProperty("handle").GetString(), ProductHandle.From(given, product.GetProperty("title").GetString()));
    }

    private static JsonNode Active(JsonNode node)
    {
        node["isActive"] = true;
        return node;
    }

    private static List<string> Texts(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
