namespace BulkPush.Core.Stores;

/// <summary>Where a store's Admin API is and how to be let in. Never logged: it holds the token in the clear.</summary>
/// <param name="AdminUrl">Base address: <c>https://x.myshopify.com</c>, or a loopback address when allowed.</param>
internal sealed record StoreConnection(Guid StoreId, string StoreName, Uri AdminUrl, string AccessToken)
{
    public override string ToString() => $"{StoreName} at {AdminUrl}";
}
