using BulkPush.Core.Stores;

namespace BulkPush.Web.Components.Stores;

/// <summary>What the fields of the store page hold. Token and secret are only ever what somebody just typed.</summary>
public sealed class StoreForm
{
    public string Name { get; set; } = "";

    public string Domain { get; set; } = "";

    public string AdminUrl { get; set; } = "";

    /// <summary>What Shopify gives new apps since 2026, unless the store has something else.</summary>
    public StoreCredentialKind CredentialKind { get; set; } = StoreCredentialKind.ClientCredentials;

    public string AccessToken { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    public StoreSettings Settings { get; set; } = new();

    /// <summary>Where new products are published, as GIDs.</summary>
    public IReadOnlyList<string> PublicationIds { get; set; } = [];

    /// <summary>The store's choice as it was read, with names.</summary>
    public IReadOnlyList<StorePublication> PresentPublications { get; init; } = [];

    public StoreCheck? LastCheck { get; init; }

    public static StoreForm Of(StoreSummary store) => new()
    {
        Name = store.Name,
        Domain = store.Domain,
        AdminUrl = store.AdminUrl ?? "",
        CredentialKind = store.CredentialKind,
        ClientId = store.ClientId ?? "",
        Settings = store.Settings,
        PublicationIds = [.. store.Publications.Select(publication => publication.Id)],
        PresentPublications = store.Publications,
        LastCheck = store.LastCheck,
    };

    /// <summary>What is filled in, of the two ways in only the chosen one.</summary>
    public StoreEdit ToEdit() => new()
    {
        Name = Name,
        Domain = Domain,
        AdminUrl = AdminUrl,
        CredentialKind = CredentialKind,
        AccessToken = CredentialKind == StoreCredentialKind.AccessToken ? AccessToken : null,
        ClientId = CredentialKind == StoreCredentialKind.ClientCredentials ? ClientId : null,
        ClientSecret = CredentialKind == StoreCredentialKind.ClientCredentials ? ClientSecret : null,
        Settings = Settings,
        PublicationIds = PublicationIds,
    };
}
