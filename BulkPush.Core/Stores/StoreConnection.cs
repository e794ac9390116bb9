namespace BulkPush.Core.Stores;

/// <summary>Where a store's Admin API is and how to be let in. Never logged: it leads to the token in the clear.</summary>
/// <param name="AdminUrl">Base address: <c>https://x.myshopify.com</c>, or a loopback address when allowed.</param>
internal sealed record StoreConnection(Guid StoreId, string StoreName, Uri AdminUrl, IStoreTokens Tokens)
{
    /// <summary>A store that one permanent token opens.</summary>
    public StoreConnection(Guid storeId, string storeName, Uri adminUrl, string accessToken)
        : this(storeId, storeName, adminUrl, new PermanentToken(accessToken))
    {
    }

    /// <summary>Keeps which version of the Admin API serves the store; called when that changes, not with every reply.</summary>
    public Func<StoreApiVersion, CancellationToken, Task> KeepApiVersionAsync { get; init; } = (_, _) => Task.CompletedTask;

    public override string ToString() => $"{StoreName} at {AdminUrl}";
}
