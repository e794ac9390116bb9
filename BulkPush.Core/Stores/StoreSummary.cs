namespace BulkPush.Core.Stores;

/// <summary>A store as people see it.</summary>
/// <param name="NewVariantsFrom">When the store, which has used up what it may add in a day, may be sent new variants again; null or past when it may now.</param>
public sealed record StoreSummary(
    Guid Id,
    string Name,
    string Domain,
    string? AdminUrl,
    StoreSettings Settings,
    StoreCheck? LastCheck,
    int ActiveChannels,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NewVariantsFrom = null)
{
    public StoreCredentialKind CredentialKind { get; init; }

    /// <summary>The app that tokens are granted to; null for a store with a permanent token.</summary>
    public string? ClientId { get; init; }

    /// <summary>Until when the present granted token is good; null for a permanent one, and until the first was granted.</summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; init; }

    /// <summary>Which version of the Admin API serves the store; null until it answered.</summary>
    public StoreApiVersion? ApiVersion { get; init; }

    /// <summary>Where new products are published once a push has created them.</summary>
    public IReadOnlyList<StorePublication> Publications { get; init; } = [];
}
