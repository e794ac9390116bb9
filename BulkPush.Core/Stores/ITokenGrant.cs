namespace BulkPush.Core.Stores;

/// <summary>Asks a store for a token by the client-credentials grant: the process boundary to Shopify.</summary>
internal interface ITokenGrant
{
    /// <summary>Asks once. Never throws for what Shopify or the network says: that is the outcome.</summary>
    Task<TokenOutcome> AskAsync(ClientCredentials credentials, CancellationToken cancellationToken);
}

/// <summary>What a store grants a token for. Never logged: it holds the secret in the clear.</summary>
/// <param name="AdminUrl">Base address of the store's Admin API.</param>
internal sealed record ClientCredentials(string StoreName, Uri AdminUrl, string ClientId, string ClientSecret)
{
    public override string ToString() => $"client {ClientId} at {AdminUrl}";
}
