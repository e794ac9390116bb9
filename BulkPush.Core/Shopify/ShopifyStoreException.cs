namespace BulkPush.Core.Shopify;

/// <summary>Nothing can be pushed to this store until somebody acts. The message says what happened and what to do.</summary>
internal sealed class ShopifyStoreException(string code, string messageForPeople, Exception? inner = null) : Exception(messageForPeople, inner)
{
    public string Code { get; } = code;
}
