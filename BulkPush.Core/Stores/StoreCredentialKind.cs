namespace BulkPush.Core.Stores;

/// <summary>How BulkPush is let into a store.</summary>
public enum StoreCredentialKind
{
    /// <summary>A permanent Admin API token of a custom app (<c>shpat_…</c>), entered once.</summary>
    AccessToken,

    /// <summary>Client id and secret of an app of the store's own organisation; Shopify grants tokens of a day for them (FACTS section 9).</summary>
    ClientCredentials,
}
