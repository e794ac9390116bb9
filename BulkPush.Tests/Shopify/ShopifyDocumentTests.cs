using System.Globalization;
using System.Text.RegularExpressions;
using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

public sealed partial class ShopifyDocumentTests
{
    public static TheoryData<string, int> Costs => new()
    {
        { nameof(ShopifyDocuments.ProductSet), 10 },
        { nameof(ShopifyDocuments.StoreHandshake), 4 },
        { nameof(ShopifyDocuments.CustomIdDefinitionCreate), 10 },
        { nameof(ShopifyDocuments.StoreCheck), 4 },
        { nameof(ShopifyDocuments.Locations), 11 },
        { nameof(ShopifyDocuments.StagedUploadsCreate), 11 },
        { nameof(ShopifyDocuments.BulkOperationRunMutation), 10 },
        { nameof(ShopifyDocuments.BulkOperation), 1 },
        { nameof(ShopifyDocuments.BulkOperations), 9 },
        { nameof(ShopifyDocuments.BulkOperationCancel), 10 },
        { nameof(ShopifyDocuments.BulkProductSet), 10 },
        { nameof(ShopifyDocuments.Publications), 11 },
        { nameof(ShopifyDocuments.PublishablePublish), 10 },
        { nameof(ShopifyDocuments.InventorySetQuantities), 10 },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void A_document_holds_one_operation_of_its_name_and_costs_what_Shopifys_formula_says(string name, int cost)
    {
        var document = Document(name);

        Assert.Equal(name, Assert.Single(Operation().Matches(document.Text)).Groups[1].Value);
        Assert.Equal(name, document.OperationName);
        Assert.Equal(cost, document.SelectionCost);
    }

    [Fact]
    public void A_push_selects_nothing_that_costs() =>
        Assert.DoesNotMatch("(variants|metafields|options|media|productSetOperation)", ShopifyDocuments.ProductSet.Text.Split("synchronous")[1]);

    [Theory]
    [InlineData("0.4", 10)]
    [InlineData("0.5", 11)]
    [InlineData("409.8", 420)]
    public void The_input_is_rounded_together_with_the_selection(string complexity, int cost) =>
        Assert.Equal(cost, ShopifyDocuments.ProductSet.RequestedCost(decimal.Parse(complexity, CultureInfo.InvariantCulture)));

    private static ShopifyDocument Document(string name) => (ShopifyDocument)typeof(ShopifyDocuments).GetField(name)!.GetValue(null)!;

    [GeneratedRegex(@"^(?:query|mutation) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Operation();
}
