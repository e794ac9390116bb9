using System.Linq.Expressions;
using System.Security.Cryptography;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Core.Stores;

/// <summary>Lists, adds, edits and checks stores. Tokens and client secrets go in and never come out.</summary>
public sealed class StoreService
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly SecretProtector _secrets;
    private readonly StoreConnections _connections;
    private readonly IStoreProbe _probe;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly StoreAddressOptions _addresses;

    internal StoreService(
        IDbContextFactory<BulkPushDbContext> contexts,
        SecretProtector secrets,
        StoreConnections connections,
        IStoreProbe probe,
        AuditLog audit,
        TimeProvider clock,
        IOptions<StoreAddressOptions> addresses)
    {
        _contexts = contexts;
        _secrets = secrets;
        _connections = connections;
        _probe = probe;
        _audit = audit;
        _clock = clock;
        _addresses = addresses.Value;
    }

    /// <summary>Whether a store's admin URL may be a loopback address.</summary>
    public bool AllowsLoopback => _addresses.AllowLoopback;

    /// <summary>All stores by name.</summary>
    public async Task<IReadOnlyList<StoreSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Stores.AsNoTracking().OrderBy(s => s.Name).ThenBy(s => s.Domain).Select(Summary(db)).ToListAsync(cancellationToken);
    }

    public async Task<StoreSummary?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Stores.AsNoTracking().Where(s => s.Id == id).Select(Summary(db)).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<StoreSaveResult> CreateAsync(StoreEdit edit, string actor, CancellationToken cancellationToken)
    {
        var rules = StoreRules.Apply(edit, present: null, AllowsLoopback);
        if (rules.IsBroken)
            return rules.Invalid;

        var now = _clock.GetUtcNow();
        var store = new Store
        {
            Id = Guid.CreateVersion7(now),
            Name = rules.Name,
            Domain = rules.Domain,
            AdminUrl = rules.AdminUrl,
            Settings = edit.Settings,
            Publications = Named(rules.PublicationIds ?? [], []),
            CreatedAt = now,
            UpdatedAt = now,
        };
        rules.Credentials.ChangeWayInto(store, _secrets.Protect);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        db.Stores.Add(store);
        _audit.Add(db, actor, "store.created", store.Id.ToString(), $"{store.Name} ({store.Domain})");
        return await SaveAsync(db, store.Id, rules, cancellationToken);
    }

    /// <summary>An edit without a token, or without client id and secret, keeps what the store has.</summary>
    public async Task<StoreSaveResult> UpdateAsync(Guid id, StoreEdit edit, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locked, so that two edits at once cannot give different settings the same revision.
        var store = await db.Stores.FromSql($"select * from stores where id = {id} for no key update").SingleOrDefaultAsync(cancellationToken);
        if (store is null)
            return new StoreSaveResult.NotFound();

        var rules = StoreRules.Apply(edit, store, AllowsLoopback);
        if (rules.IsBroken || await RefuseOtherShopAsync(db, store, rules, cancellationToken))
            return rules.Invalid;

        var changes = Apply(store, edit, rules, _clock.GetUtcNow());
        if (changes.Count > 0)
            _audit.Add(db, actor, "store.updated", store.Id.ToString(), $"{store.Name}: {string.Join(", ", changes)}");
        var result = await SaveAsync(db, id, rules, cancellationToken);
        if (result is StoreSaveResult.Saved)
            await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Asks the store for its name, plan, scopes, locations and limits, and keeps the answer; null when there is no such store.</summary>
    public async Task<StoreCheck?> CheckAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var store = await db.Stores.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (store is null)
            return null;

        var check = await ProbeAsync(store, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A store that was edited while it was asked keeps no answer that belongs to its former address or token.
        var saved = await db.Stores.Where(s => s.Id == id && s.UpdatedAt == store.UpdatedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastCheck, check), cancellationToken);
        if (saved == 1)
        {
            _audit.Add(db, actor, "store.checked", id.ToString(), check.IsReady ? $"{store.Name} is ready" : $"{store.Name}: {check.Problems[0]}");
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return check;
    }

    /// <summary>Address and token for a call to the store; null when there is no such store.</summary>
    /// <exception cref="CryptographicException">The token cannot be decrypted with the present keys.</exception>
    internal async Task<StoreConnection?> ConnectAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var store = await db.Stores.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        return store is null ? null : _connections.To(store);
    }

    /// <summary>Refuses an edit that leads a store with pushed products, or with a push under way, to another shop: the channels' ids mean nothing, or something else, there.</summary>
    private static async Task<bool> RefuseOtherShopAsync(BulkPushDbContext db, Store store, StoreRules rules, CancellationToken cancellationToken)
    {
        var isOtherDomain = store.Domain != rules.Domain;
        if (!isOtherDomain && AdminAddress.IsSameShop(store.AdminUrl, rules.AdminUrl))
            return false;

        var field = isOtherDomain ? nameof(StoreEdit.Domain) : nameof(StoreEdit.AdminUrl);
        if (await db.ProductChannels.AnyAsync(c => c.StoreId == store.Id && c.ShopifyProductId != null, cancellationToken))
            rules.Refuse(field, $"Products were already pushed to {store.AdminUrl ?? store.Domain}. Add the other store as a new one.");
        else if (await db.Database.SqlQuery<int>($"select 1 as \"Value\" from store_pushes where store_id = {store.Id} and status in ('pending', 'running', 'paused')").AnyAsync(cancellationToken))
            rules.Refuse(field, "A push to this store is not finished. Wait for its end or cancel it, then change the address.");
        return rules.IsBroken;
    }

    private static Expression<Func<Store, StoreSummary>> Summary(BulkPushDbContext db) => s => new StoreSummary(
        s.Id,
        s.Name,
        s.Domain,
        s.AdminUrl,
        s.Settings,
        s.LastCheck,
        db.ProductChannels.Count(c => c.StoreId == s.Id && c.IsActive),
        s.UpdatedAt,
        s.NewVariantsFrom)
    {
        CredentialKind = s.ClientId == null ? StoreCredentialKind.AccessToken : StoreCredentialKind.ClientCredentials,
        ClientId = s.ClientId,
        AccessTokenExpiresAt = s.AccessTokenExpiresAt,
        Publications = s.Publications,
        ApiVersion = s.ServedApiVersion == null ? null : new StoreApiVersion(s.AskedApiVersion!, s.ServedApiVersion, s.ApiVersionSince!.Value),
    };

    private List<string> Apply(Store store, StoreEdit edit, StoreRules rules, DateTimeOffset now)
    {
        var changes = new List<string>();
        if (store.Name != rules.Name)
            changes.Add("name");
        if (store.Domain != rules.Domain || store.AdminUrl != rules.AdminUrl)
            changes.Add("address");
        if (store.Settings != edit.Settings)
            changes.Add("what is pushed");
        if (changes.Contains("address"))
            store.MoveTo(rules.Domain, rules.AdminUrl);
        var wayIn = rules.Credentials.ChangeWayInto(store, _secrets.Protect);
        if (wayIn is not null)
            changes.Add(wayIn);
        var publications = rules.PublicationIds is { } ids ? Named(ids, [.. store.LastCheck?.Publications ?? [], .. store.Publications]) : store.Publications;
        if (!publications.Select(p => p.Id).SequenceEqual(store.Publications.Select(p => p.Id)))
            changes.Add("sales channels of new products");
        if (changes.Count == 0)
            return changes;

        // What the last check found belongs to the address and the way in that it was made with.
        if (changes.Contains("address") || wayIn is not null)
            store.LastCheck = null;
        if (store.Settings != edit.Settings)
            store.MarkSettingsChanged(now);
        store.Name = rules.Name;
        store.Settings = edit.Settings;
        store.Publications = publications;
        store.UpdatedAt = now;
        return changes;
    }

    /// <param name="known">Publications whose names are known, the newest names first.</param>
    private static IReadOnlyList<StorePublication> Named(IReadOnlyList<string> ids, IReadOnlyList<StorePublication> known) =>
        [.. ids.Select(id => known.FirstOrDefault(publication => publication.Id == id) ?? new StorePublication(id, id))];

    private static async Task<StoreSaveResult> SaveAsync(BulkPushDbContext db, Guid id, StoreRules rules, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            rules.Refuse(nameof(StoreEdit.Domain), $"{rules.Domain} has been added already.");
            return rules.Invalid;
        }

        return new StoreSaveResult.Saved(await db.Stores.AsNoTracking().Where(s => s.Id == id).Select(Summary(db)).SingleAsync(cancellationToken));
    }

    private async Task<StoreCheck> ProbeAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            return await _probe.ProbeAsync(_connections.ForCheckOf(store), cancellationToken);
        }
        catch (CryptographicException)
        {
            return new StoreCheck
            {
                CheckedAt = _clock.GetUtcNow(),
                Problems = ["The access token cannot be decrypted with the present keys. Edit the store and enter the token again."],
            };
        }
    }
}
