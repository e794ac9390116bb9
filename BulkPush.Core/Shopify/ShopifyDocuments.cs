using System.Reflection;

namespace BulkPush.Core.Shopify;

/// <summary>A GraphQL document of ours with what its selection costs.</summary>
/// <param name="SelectionCost">Points of the selection by Shopify's formula (FACTS section 3); the input is added to it.</param>
internal sealed record ShopifyDocument(string OperationName, string Text, int SelectionCost)
{
    public int RequestedCost(double inputComplexity) => (int)Math.Round(SelectionCost + inputComplexity, MidpointRounding.AwayFromZero);
}

/// <summary>The documents in <c>Shopify/Documents</c>: one operation per file, named as the file.</summary>
internal static class ShopifyDocuments
{
    public static readonly ShopifyDocument ProductSet = Load("ProductSet", 10);
    public static readonly ShopifyDocument StoreHandshake = Load("StoreHandshake", 4);
    public static readonly ShopifyDocument CustomIdDefinitionCreate = Load("CustomIdDefinitionCreate", 11);
    public static readonly ShopifyDocument StoreCheck = Load("StoreCheck", 4);
    public static readonly ShopifyDocument Locations = Load("Locations", 11);

    private static ShopifyDocument Load(string name, int selectionCost)
    {
        var resource = $"BulkPush.Core.Shopify.Documents.{name}.graphql";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The document {resource} is not part of the build.");
        using var reader = new StreamReader(stream);
        return new ShopifyDocument(name, reader.ReadToEnd(), selectionCost);
    }
}
