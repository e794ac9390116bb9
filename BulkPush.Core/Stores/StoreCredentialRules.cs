namespace BulkPush.Core.Stores;

/// <summary>What an edit says about the way into a store: which kind it is from now on, and the secrets that it brings.</summary>
internal sealed class StoreCredentialRules
{
    private const int LongestSecret = 500;
    private const int LongestClientId = 255;

    private readonly Action<string, string> _refuse;

    private StoreCredentialRules(Action<string, string> refuse) => _refuse = refuse;

    /// <summary>Null keeps the present token.</summary>
    public string? AccessToken { get; private set; }

    /// <summary>Null keeps the present client id.</summary>
    public string? ClientId { get; private set; }

    /// <summary>Null keeps the present secret.</summary>
    public string? ClientSecret { get; private set; }

    /// <param name="present">The store as it is; null for a new one.</param>
    /// <param name="refuse">Takes a field's name and what is wrong with it.</param>
    public static StoreCredentialRules Apply(StoreEdit edit, Store? present, Action<string, string> refuse)
    {
        var rules = new StoreCredentialRules(refuse);
        var token = Tidy(edit.AccessToken);
        var (clientId, secret) = (Tidy(edit.ClientId), Tidy(edit.ClientSecret));
        var kind = KindOf(edit, present, token, clientId, secret);
        if (kind == StoreCredentialKind.ClientCredentials ? token is not null : (clientId ?? secret) is not null)
            refuse(nameof(StoreEdit.CredentialKind), "A store has either an access token, or a client id with its secret. Fill in only what belongs to the one you want.");
        else if (kind == StoreCredentialKind.ClientCredentials)
            rules.CheckClient(clientId, secret, present?.ClientId);
        else
            rules.CheckToken(token, present?.CredentialKind);
        return rules;
    }

    /// <summary>Changes the way into the store as the edit asks.</summary>
    /// <returns>What changed, for the audit trail; null when nothing did.</returns>
    public string? ChangeWayInto(Store store, Func<string, string> protect)
    {
        if (AccessToken is not null)
        {
            store.UseAccessToken(protect(AccessToken));
            return "access token";
        }

        if (ClientSecret is null)
            return null;

        store.UseClientCredentials(ClientId ?? store.ClientId!, protect(ClientSecret));
        return "client id and secret";
    }

    private static StoreCredentialKind KindOf(StoreEdit edit, Store? present, string? token, string? clientId, string? secret) =>
        edit.CredentialKind
        ?? ((clientId ?? secret) is not null ? StoreCredentialKind.ClientCredentials
            : token is not null ? StoreCredentialKind.AccessToken
            : present?.CredentialKind ?? StoreCredentialKind.AccessToken);

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private void CheckToken(string? token, StoreCredentialKind? present)
    {
        if (token is null && present != StoreCredentialKind.AccessToken)
            _refuse(nameof(StoreEdit.AccessToken), "Enter the Admin API access token of the store's custom app.");
        else if (IsTyped(nameof(StoreEdit.AccessToken), token, "An access token", LongestSecret))
            AccessToken = token;
    }

    private void CheckClient(string? clientId, string? secret, string? present)
    {
        if ((clientId ?? present) is null)
            _refuse(nameof(StoreEdit.ClientId), "Enter the client id of the app, from its settings in Shopify's Dev Dashboard.");
        if (secret is null && (present is null || (clientId ?? present) != present))
        {
            // A secret belongs to one app: the one that is kept does not fit another client id.
            _refuse(nameof(StoreEdit.ClientSecret), "Enter the client secret that belongs to this client id.");
        }

        if (IsTyped(nameof(StoreEdit.ClientId), clientId, "A client id", LongestClientId) && IsTyped(nameof(StoreEdit.ClientSecret), secret, "A client secret", LongestSecret))
            (ClientId, ClientSecret) = (clientId, secret);
    }

    /// <summary>Whether a text can be what it is said to be; tokens travel in an HTTP header, which takes nothing else.</summary>
    private bool IsTyped(string field, string? text, string what, int longest)
    {
        if (text is null || (text.Length <= longest && !text.Any(c => c is <= ' ' or > '~')))
            return true;

        _refuse(field, $"{what} has no spaces, line breaks or special letters. Copy it again.");
        return false;
    }
}
