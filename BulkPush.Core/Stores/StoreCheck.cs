namespace BulkPush.Core.Stores;

/// <summary>What a check of a store found: can BulkPush work there, and how fast. Stored as one JSON document.</summary>
public sealed record StoreCheck
{
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Sentences that say what is wrong and what to do; empty when the store is ready.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The store's own name, null when it could not be reached.</summary>
    public string? ShopName { get; init; }

    public string? PlanName { get; init; }

    public string? CurrencyCode { get; init; }

    /// <summary>Version that served the request (<c>X-Shopify-API-Version</c>).</summary>
    public string? ServedApiVersion { get; init; }

    /// <summary>Cost points restored a second.</summary>
    public double? RestoreRate { get; init; }

    /// <summary>Size of the cost bucket in points.</summary>
    public double? MaximumAvailable { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<StoreLocation> Locations { get; init; } = [];

    /// <summary>Where products can be published; empty when the token may not read it.</summary>
    public IReadOnlyList<StorePublication> Publications { get; init; } = [];

    public bool IsReady => Problems.Count == 0;
}

/// <summary>A place where a store keeps stock.</summary>
/// <param name="Id">Location GID; different in every store.</param>
public sealed record StoreLocation(string Id, string Name, bool IsActive);
