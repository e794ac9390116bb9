namespace BulkPush.Core.Stores;

/// <summary>A Shopify store that products are pushed to.</summary>
public sealed class Store
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary><c>something.myshopify.com</c>; unique.</summary>
    public required string Domain { get; set; }

    /// <summary>Base of the Admin API when it is not <c>https://{Domain}</c>: only a loopback address, and only when allowed.</summary>
    public string? AdminUrl { get; set; }

    /// <summary>
    /// The token that opens the store, encrypted with the data-protection keys; never shown, never logged. Entered by an operator, or granted by
    /// Shopify and then null until the first was asked for.
    /// </summary>
    public string? ProtectedAccessToken { get; private set; }

    /// <summary>When a granted token was asked for; null for one that was entered.</summary>
    public DateTimeOffset? AccessTokenObtainedAt { get; private set; }

    /// <summary>When a granted token ends; null for one that was entered.</summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; private set; }

    /// <summary>The app that tokens are granted to; null for a store that has a permanent token.</summary>
    public string? ClientId { get; private set; }

    /// <summary>The app's secret, encrypted as the token is; never shown, never logged.</summary>
    public string? ProtectedClientSecret { get; private set; }

    public StoreCredentialKind CredentialKind => ClientId is null ? StoreCredentialKind.AccessToken : StoreCredentialKind.ClientCredentials;

    public required StoreSettings Settings { get; set; }

    /// <summary>
    /// Where new products are published once a push has created them; empty for nowhere. It alters nothing that is sent of a product, so it does not count
    /// as a change of settings, and products that were created before are left as they are.
    /// </summary>
    public IReadOnlyList<StorePublication> Publications { get; set; } = [];

    /// <summary>Grows by one with every change that could alter what the store is sent.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>What the last check found; null until one ran.</summary>
    public StoreCheck? LastCheck { get; set; }

    /// <summary>
    /// Before then the store is sent nothing that would add variants, because Shopify said that it may add no more for the day. Null, or past, when
    /// nothing speaks against it.
    /// </summary>
    public DateTimeOffset? NewVariantsFrom { get; private set; }

    /// <summary>How fast pushes found the store to be; null until one ran.</summary>
    public StorePace? Pace { get; set; }

    /// <summary>The Admin API version that was asked for when the store last answered with another one than before; null until it answered.</summary>
    public string? AskedApiVersion { get; private set; }

    /// <summary>The version that answered.</summary>
    public string? ServedApiVersion { get; private set; }

    public DateTimeOffset? ApiVersionSince { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Records a change of settings that alters what is sent: every channel of the store becomes due again.</summary>
    public void MarkSettingsChanged(DateTimeOffset now)
    {
        Revision++;
        UpdatedAt = now;
    }

    /// <summary>Lets BulkPush in with a permanent token from now on, and keeps nothing of what let it in before.</summary>
    public void UseAccessToken(string protectedToken)
    {
        (ClientId, ProtectedClientSecret) = (null, null);
        (ProtectedAccessToken, AccessTokenObtainedAt, AccessTokenExpiresAt) = (protectedToken, null, null);
    }

    /// <summary>Lets BulkPush in with tokens granted to an app from now on, and keeps nothing of what let it in before.</summary>
    public void UseClientCredentials(string clientId, string protectedSecret)
    {
        (ClientId, ProtectedClientSecret) = (clientId, protectedSecret);
        ForgetToken();
    }

    /// <summary>Moves the store to another address. What the former one said and granted does not hold there.</summary>
    public void MoveTo(string domain, string? adminUrl)
    {
        (Domain, AdminUrl) = (domain, adminUrl);
        (AskedApiVersion, ServedApiVersion, ApiVersionSince) = (null, null, null);
        if (CredentialKind == StoreCredentialKind.ClientCredentials)
            ForgetToken();
    }

    private void ForgetToken() => (ProtectedAccessToken, AccessTokenObtainedAt, AccessTokenExpiresAt) = (null, null, null);
}
