using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BulkPush.Core.Shopify.Costs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using BulkPush.Web.DemoStores.Language;
using GraphQLParser;
using GraphQLParser.AST;
using DemoCost = BulkPush.Web.DemoStores.Cost.RequestedCost;

namespace BulkPush.Tests.Shopify.Costs;

/// <summary>The prediction against what Shopify really charged, against its published schema, and against the demo stores' own price list.</summary>
public sealed partial class RecordedCostTests
{
    private static readonly HashSet<string> FreeTypes =
        ["MoneyV2", "MoneyBag", "MailingAddress", "LocationAddress", "ShopAddress", "PageInfo", "InventoryItemMeasurement", "Weight"];

    /// <summary>Recordings whose price says nothing about the formula.</summary>
    private static readonly Dictionary<string, string> NotComparable = new()
    {
        ["04-productset-create-other-store-34-points"] = "the document was not recorded",
        ["11-productset-error-duplicate-variants"] = "the recording itself says that its cost is not to be trusted",
        ["33-error-access-denied-partial"] = "the reply answers fields (staffMember) that are not in the recorded document",
        ["42-identifier-mismatch-errors"] = "customers have addresses and consents that are free: a push reads no customers, so their fields are not known to be free",
    };

    [Fact]
    public void Every_recorded_document_was_charged_as_predicted()
    {
        var compared = 0;
        foreach (var (name, capture) in SharedFacts.Captures().Where(capture => !NotComparable.ContainsKey(capture.Name)))
        {
            foreach (var exchange in capture["exchanges"]?.AsArray() ?? [])
            {
                if (exchange.Text("request.query") is not { } query || exchange.At("response.body") is not JsonObject body || body.At("extensions.cost") is null)
                    continue;

                var variables = Restore(exchange.At("request.variables")?.DeepClone() ?? new JsonObject(), capture);
                var predicted = DocumentCost.Read(query).Requested(JsonSerializer.SerializeToElement(variables));

                Assert.True(predicted == body.At("extensions.cost.requestedQueryCost")!.GetValue<int>(), $"{name}, {exchange.Text("label")}: predicted {predicted}, {body.At("extensions.cost")}");
                compared++;
            }
        }

        Assert.True(compared >= 100, $"Only {compared} recorded costs were compared.");
    }

    [Theory]
    [InlineData("bulkOperation", 1)]
    [InlineData("bulkOperationCancel", 10)]
    [InlineData("bulkOperationRunMutation", 10)]
    [InlineData("bulkOperations", 9, """{"first":50}""")]
    [InlineData("inventorySetQuantities", 10)]
    [InlineData("locations", 11, """{"first":100}""")]
    [InlineData("metafieldDefinition", 4)]
    [InlineData("metafieldDefinitionCreate", 11)]
    [InlineData("productByIdentifier", 2)]
    [InlineData("productOperation", 3)]
    [InlineData("productSet", 10)]
    [InlineData("productSet.bulk", 10)]
    [InlineData("publications", 10, """{"first":10}""")]
    [InlineData("publishablePublish", 10)]
    [InlineData("shop", 5)]
    [InlineData("stagedUploadsCreate", 11)]
    public void Documents_that_were_priced_with_the_whole_schema_are_priced_the_same_without_it(string document, int points, string variables = "{}") =>
        Assert.Equal(points, DocumentCost.Read(SharedFacts.ExampleDocument(document)).Requested(JsonSerializer.Deserialize<JsonElement>(variables)));

    [Fact]
    public void In_the_published_schema_free_fields_hold_free_objects_only()
    {
        var paid = from type in PublishedTypes()
                   from field in type.Fields
                   where CostRules.FreeFields.Contains(field.Name) && field.IsObject && !FreeTypes.Contains(field.Type)
                   select $"{type.Name}.{field.Name}";

        Assert.Equal(["BusinessEntity.address"], paid);
    }

    [Fact]
    public void In_the_published_schema_only_connections_have_nodes_edges_or_page_information()
    {
        var others = from type in PublishedTypes()
                     where !type.Name.EndsWith("Connection", StringComparison.Ordinal) && type.Fields.Any(field => field.Name is "nodes" or "edges" or "pageInfo")
                     select type.Name;

        // Nothing is selected from the root by a field, and delivery options of draft orders are no business of a catalogue.
        Assert.Equal(["DraftOrderAvailableDeliveryOptions", "QueryRoot"], others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_demo_stores_charge_every_document_of_ours_as_predicted()
    {
        var schema = AdminSchema.Load();
        var documents = new DocumentCache(schema, new FieldReaders(schema));
        foreach (var file in SourceTree.Files("BulkPush.Core", ".graphql"))
        {
            var text = SourceTree.Read(file);
            var prepared = await documents.PrepareAsync(text, null, TestContext.Current.CancellationToken);

            Assert.Equal((file, DemoCost.Of(prepared.Operation!, new Dictionary<string, object?>()).Total), (file, DocumentCost.Read(text).Requested(default)));
        }
    }

    /// <summary>A recording keeps the first few of very many entries and says how many there were.</summary>
    private static JsonNode Restore(JsonNode variables, JsonNode capture)
    {
        foreach (var note in capture["trimmed"]?.AsArray().Select(note => Trimmed().Match(note!.GetValue<string>())).Where(match => match.Success) ?? [])
        {
            var list = variables.At(note.Groups["path"].Value.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal))?.AsArray();
            while (list?.Count < int.Parse(note.Groups["count"].Value, CultureInfo.InvariantCulture))
                list.Add(list[0]!.DeepClone());
        }

        return variables;
    }

    private static IEnumerable<(string Name, List<(string Name, string Type, bool IsObject)> Fields)> PublishedTypes()
    {
        var definitions = Parser.Parse(SharedFacts.PublishedSchema()).Definitions;
        var objects = definitions.Where(definition => definition is GraphQLObjectTypeDefinition or GraphQLInterfaceTypeDefinition or GraphQLUnionTypeDefinition)
            .Select(definition => ((INamedNode)definition).Name.StringValue)
            .ToHashSet();
        return from definition in definitions.OfType<IHasFieldsDefinitionNode>()
               let fields = from field in definition.Fields?.Items ?? []
                            let type = NameOf(field.Type)
                            select (field.Name.StringValue, type, objects.Contains(type))
               select (((INamedNode)definition).Name.StringValue, fields.ToList());
    }

    private static string NameOf(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => NameOf(nonNull.Type),
        GraphQLListType list => NameOf(list.Type),
        _ => ((GraphQLNamedType)type).Name.StringValue,
    };

    [GeneratedRegex(@"^request\.variables\.(?<path>\S+): (?<count>\d+) entries in the original")]
    private static partial Regex Trimmed();
}
