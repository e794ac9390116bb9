namespace BulkPush.Core.Stores;

/// <summary>A store as people see it.</summary>
public sealed record StoreSummary(
    Guid Id,
    string Name,
    string Domain,
    string? AdminUrl,
    StoreSettings Settings,
    StoreCheck? LastCheck,
    int ActiveChannels,
    DateTimeOffset UpdatedAt);
