using BulkPush.Core.Catalog;

namespace BulkPush.Core.Shopify;

/// <summary>
/// The metafield by which a store's product says which product of our catalogue it is: how a product is found again when its GID is not known,
/// after a lost reply for example. It lives in the app's reserved namespace, where merchants and other apps cannot change it.
/// </summary>
internal static class CustomId
{
    /// <summary>Shopify resolves it to <c>app--{id of the app}</c>.</summary>
    public const string Namespace = "$app";
    public const string Key = "bulkpush_product_id";
    public const string Type = "id";
    public const string DefinitionName = "BulkPush product id";

    /// <summary>The product's custom id as text: the same for the life of the product, also when its handle or SKUs change.</summary>
    public static string ValueFor(Product product) => product.CustomId.ToString();

    /// <summary>Whether a metafield of the catalogue would overwrite the custom id.</summary>
    public static bool IsReserved(ProductMetafield metafield) => metafield.Key == Key && metafield.Namespace == Namespace;
}
