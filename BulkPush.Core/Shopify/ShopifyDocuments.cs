using System.Reflection;
using System.Text.Json;
using BulkPush.Core.Shopify.Costs;

namespace BulkPush.Core.Shopify;

/// <summary>A GraphQL document of ours with what it costs.</summary>
internal sealed record ShopifyDocument(string OperationName, string Text, DocumentCost Cost)
{
    /// <summary>Points of the selection; the input is added to it.</summary>
    public int SelectionCost => Cost.Selection ?? throw new InvalidOperationException($"{OperationName} takes page sizes from its variables: its cost is known with them only.");

    /// <param name="inputComplexity">Points for the pieces of the input, by the prices in <see cref="CostRules"/>.</param>
    public int RequestedCost(decimal inputComplexity) => CostRules.Round(SelectionCost + inputComplexity);

    /// <param name="variables">A JSON object in UTF-8.</param>
    public int RequestedCost(ReadOnlyMemory<byte> variables)
    {
        if (Cost.IsSame)
            return SelectionCost;

        using var json = JsonDocument.Parse(variables);
        return Cost.Requested(json.RootElement);
    }
}

/// <summary>The documents in <c>Shopify/Documents</c>: one operation per file, named as the file. Read and priced once, with the first use.</summary>
internal static class ShopifyDocuments
{
    public static readonly ShopifyDocument ProductSet = Load("ProductSet");
    public static readonly ShopifyDocument StoreHandshake = Load("StoreHandshake");
    public static readonly ShopifyDocument CustomIdDefinitionCreate = Load("CustomIdDefinitionCreate");
    public static readonly ShopifyDocument StoreCheck = Load("StoreCheck");
    public static readonly ShopifyDocument Locations = Load("Locations");
    public static readonly ShopifyDocument StagedUploadsCreate = Load("StagedUploadsCreate");
    public static readonly ShopifyDocument BulkOperationRunMutation = Load("BulkOperationRunMutation");
    public static readonly ShopifyDocument BulkOperation = Load("BulkOperation");
    public static readonly ShopifyDocument BulkOperations = Load("BulkOperations");
    public static readonly ShopifyDocument BulkOperationCancel = Load("BulkOperationCancel");

    /// <summary>What a bulk operation does with each line of its file; costs nothing there.</summary>
    public static readonly ShopifyDocument BulkProductSet = Load("BulkProductSet");
    public static readonly ShopifyDocument Publications = Load("Publications");
    public static readonly ShopifyDocument PublishablePublish = Load("PublishablePublish");
    public static readonly ShopifyDocument ProductImages = Load("ProductImages");
    public static readonly ShopifyDocument InventorySetQuantities = Load("InventorySetQuantities");

    private static ShopifyDocument Load(string name)
    {
        var resource = $"BulkPush.Core.Shopify.Documents.{name}.graphql";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The document {resource} is not part of the build.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return new ShopifyDocument(name, text, DocumentCost.Read(text));
    }
}
