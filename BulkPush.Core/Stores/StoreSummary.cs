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
    DateTimeOffset? NewVariantsFrom = null);
