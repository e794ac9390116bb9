using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Stores;

/// <summary>Lists, adds, edits and checks stores. The access token goes in and never comes out.</summary>
public sealed class StoreService(IDbContextFactory<BulkPushDbContext> contexts)
{
    public Task<IReadOnlyList<StoreSummary>> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException(contexts.ToString());

    public Task<StoreSummary?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<StoreSaveResult> CreateAsync(StoreEdit edit, string actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>An edit without a token keeps the token it has.</summary>
    public Task<StoreSaveResult> UpdateAsync(Guid id, StoreEdit edit, string actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks the store for its name, plan, scopes, locations and limits, and keeps the answer; null when there is no such store.</summary>
    public Task<StoreCheck?> CheckAsync(Guid id, string actor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Address and token for a call to the store; null when there is no such store.</summary>
    internal Task<StoreConnection?> ConnectAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>Where a store's Admin API is and how to be let in. Never logged: it holds the token in the clear.</summary>
/// <param name="AdminUrl">Base address: <c>https://x.myshopify.com</c>, or a loopback address when allowed.</param>
internal sealed record StoreConnection(Guid StoreId, string StoreName, Uri AdminUrl, string AccessToken)
{
    public override string ToString() => $"{StoreName} at {AdminUrl}";
}

/// <summary>Asks a live store what a check needs to know: the process boundary to Shopify.</summary>
internal interface IStoreProbe
{
    /// <summary>Never throws for what Shopify or the network says: that becomes a problem in the result.</summary>
    Task<StoreCheck> ProbeAsync(StoreConnection connection, CancellationToken cancellationToken);
}

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

/// <summary>What an operator fills in for a store.</summary>
public sealed record StoreEdit
{
    public required string Name { get; init; }

    public required string Domain { get; init; }

    public string? AdminUrl { get; init; }

    /// <summary>Required for a new store; null or blank on an edit keeps the present one.</summary>
    public string? AccessToken { get; init; }

    public StoreSettings Settings { get; init; } = new();
}

/// <summary>What became of saving a store.</summary>
public abstract record StoreSaveResult
{
    public sealed record Saved(StoreSummary Store) : StoreSaveResult;

    public sealed record NotFound : StoreSaveResult;

    /// <param name="Errors">Field name of <see cref="StoreEdit"/> to sentences.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : StoreSaveResult;
}
