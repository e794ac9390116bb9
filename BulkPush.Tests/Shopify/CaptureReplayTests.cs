using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

/// <summary>Reads recorded traffic of real stores, kept beside the repository: what Shopify really says must come out as what an operator is told.</summary>
public sealed class CaptureReplayTests
{
    [Fact]
    public void Every_recorded_reply_can_be_read()
    {
        var replies = Directory.EnumerateFiles(Folder(), "*.json")
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!)
            .SelectMany(capture => capture["exchanges"]?.AsArray() ?? [])
            .Where(exchange => exchange!["request"]?["query"] is not null && exchange["response"]?["body"] is JsonObject)
            .Select(exchange => Parse(exchange!["response"]!["body"]!))
            .ToList();

        Assert.True(replies.Count > 50);
        Assert.All(replies, reply => Assert.True(reply.Data is not null || reply.Errors.Count > 0));
    }

    [Theory]
    [InlineData("05-productset-handle-rules", "explicitProductSetCollision", "HANDLE_IN_USE", "handle")]
    [InlineData("09-productset-error-id-not-allowed", "idNotAllowed.response", "ID_NOT_ALLOWED", null)]
    [InlineData("11-productset-error-duplicate-variants", "mutation.response", "SHOPIFY_USER_ERROR", "variants.4")]
    [InlineData("12-productset-error-options-without-variants", "mutation.response", "SHOPIFY_USER_ERROR", "variants")]
    [InlineData("13-productset-error-lengths", "tooLongTitle", "SHOPIFY_USER_ERROR", "title")]
    [InlineData("14-productset-error-variant-array-2049", "variantLimit.response", "MAX_INPUT_SIZE_EXCEEDED", "variants")]
    [InlineData("16-productset-error-inventory-cost", "inventoryItemCost.response", "INVALID_VARIANT", "variants.0.inventoryItem.cost")]
    [InlineData("17-productset-error-unknown-category", "captures.productSetUnknownCategory.response", "INVALID_PRODUCT_TAXONOMY_NODE_ID", null)]
    [InlineData("18-productset-error-option-name-slash", "productSetDelimiter.response", "INVALID_INPUT", "productOptions.0.name")]
    public void A_recorded_refusal_is_told_with_its_place(string capture, string label, string code, string? field)
    {
        var rejected = Assert.IsType<ProductSetReading.Rejected>(Read(capture, label, wasById: false));

        Assert.Equal((code, field), (rejected.Code, rejected.Field));
    }

    [Fact]
    public void A_recorded_answer_about_an_unknown_id_means_that_the_product_is_gone() =>
        Assert.IsType<ProductSetReading.Gone>(Read("10-productset-error-unknown-id", "unknownProduct.response", wasById: true));

    [Fact]
    public void A_recorded_answer_about_a_missing_definition_is_recognised()
    {
        var exchange = Capture("41-customid-upsert-semantics")["exchanges"]!.AsArray().Single(one => one!["response"]!["body"]!["errors"] is not null);
        var reply = Parse(exchange!["response"]!["body"]!);

        Assert.IsType<ProductSetReading.DefinitionMissing>(ProductSetReader.Read(reply, ACall(), wasById: false));
    }

    [Fact]
    public void A_recorded_creation_is_accepted()
    {
        var accepted = Assert.IsType<ProductSetReading.Accepted>(Read("01-productset-create-two-variants", "mutation.response", wasById: false));

        Assert.StartsWith("gid://shopify/Product/", accepted.ShopifyProductId, StringComparison.Ordinal);
    }

    private static ProductSetReading Read(string capture, string label, bool wasById)
    {
        var exchange = Capture(capture)["exchanges"]!.AsArray().Single(one => one!["label"]!.GetValue<string>() == label);
        return ProductSetReader.Read(Parse(exchange!["response"]!["body"]!), ACall(), wasById);
    }

    private static ProductSetCall ACall()
    {
        var nothing = new ProductSetInput([], 0);
        return new ProductSetCall(1, null, "custom", "wool", nothing, nothing);
    }

    private static ShopifyReply Parse(JsonNode body) => ShopifyReplyParser.Parse(Encoding.UTF8.GetBytes(body.ToJsonString()), 200, null, null);

    private static JsonNode Capture(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), name + ".json")))!;

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var captures = Path.Combine(folder.FullName, "shared", "shopify", "captures");
            if (Directory.Exists(captures))
                return captures;
        }

        Assert.Skip("There is no shared/shopify/captures beside this repository.");
        return "";
    }
}
