using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Security;

/// <summary>Makes, recognises and revokes the bearer tokens of the REST API.</summary>
public sealed class ApiTokenService(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Name of the token that <c>BulkPush:Bootstrap:ApiToken</c> makes.</summary>
    public const string BootstrapName = "bootstrap";

    /// <summary>Who the configuration's own actions are done by, in the audit trail.</summary>
    private const string Configuration = "configuration";

    // Any number that no other lock of ours uses.
    private const long BootstrapLock = 0x42_75_6C_6B_41_50_49;

    /// <summary>Makes a token; this is the only time that its text can be seen.</summary>
    /// <param name="name">How logs and histories call the caller; unique among the tokens in force.</param>
    /// <exception cref="ArgumentException">The name is taken, or a permission is not one of ours.</exception>
    public async Task<NewApiToken> CreateAsync(string name, IReadOnlyCollection<string> permissions, string actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (permissions.Except(Permissions.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"There is no permission '{unknown}'.", nameof(permissions));
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApiTokens.AnyAsync(t => t.Name == name && t.RevokedAt == null, cancellationToken))
        {
            throw new ArgumentException($"There is a token called '{name}' already.", nameof(name));
        }

        var text = ApiTokenText.Create();
        var id = Add(db, name, text, permissions, actor);
        await db.SaveChangesAsync(cancellationToken);
        return new NewApiToken(id, text);
    }

    /// <summary>The caller that a token stands for; null when it is unknown or revoked.</summary>
    public async Task<ApiCaller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = ApiTokenText.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken);
        return found is { RevokedAt: null } && ApiTokenText.AreEqual(found.Hash, hash) ? new ApiCaller(found.Id, found.Name, found.Permissions) : null;
    }

    /// <summary>Puts a token out of force for good; false when there is none in force with this id.</summary>
    public async Task<bool> RevokeAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.RevokedAt == null, cancellationToken) is not { } token)
        {
            return false;
        }

        Revoke(db, token, actor);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Sees to it that the configured token is known, with every permission. A value never seen before replaces the one in force; a value that was
    /// replaced or revoked stays so, since a process that still has old configuration must not undo what came later.
    /// </summary>
    /// <param name="token">At least 20 characters, checked with the options.</param>
    public async Task<BootstrapTokenState> EnsureBootstrapAsync(string token, CancellationToken cancellationToken)
    {
        var hash = ApiTokenText.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BootstrapLock})", cancellationToken);
        if (await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken) is { } known)
        {
            return known.RevokedAt is null ? BootstrapTokenState.Known : BootstrapTokenState.Revoked;
        }

        foreach (var replaced in await db.ApiTokens.Where(t => t.Name == BootstrapName && t.RevokedAt == null).ToListAsync(cancellationToken))
        {
            Revoke(db, replaced, Configuration);
        }

        // First, because the name must be free before the new token takes it.
        await db.SaveChangesAsync(cancellationToken);
        Add(db, BootstrapName, token, Permissions.All, Configuration);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return BootstrapTokenState.Created;
    }

    private Guid Add(BulkPushDbContext db, string name, string text, IReadOnlyCollection<string> permissions, string actor)
    {
        var now = clock.GetUtcNow();
        var token = new ApiToken { Id = Guid.CreateVersion7(now), Name = name, Hash = ApiTokenText.Hash(text), Permissions = [.. permissions], CreatedAt = now };
        db.ApiTokens.Add(token);
        audit.Add(db, actor, "api_token.created", token.Id.ToString(), $"Token {name} may {string.Join(", ", permissions)}");
        return token.Id;
    }

    private void Revoke(BulkPushDbContext db, ApiToken token, string actor)
    {
        token.RevokedAt = clock.GetUtcNow();
        audit.Add(db, actor, "api_token.revoked", token.Id.ToString(), $"Token {token.Name} was revoked");
    }
}

/// <summary>A token just made.</summary>
/// <param name="Text">To be given to its user now: it is not kept.</param>
public sealed record NewApiToken(Guid Id, string Text)
{
    public override string ToString() => $"API token {Id}";
}

/// <summary>Who calls, as a token says.</summary>
public sealed record ApiCaller(Guid TokenId, string Name, IReadOnlyList<string> Permissions);

/// <summary>What became of the configured token.</summary>
public enum BootstrapTokenState
{
    Created,

    /// <summary>It is in force already.</summary>
    Known,

    /// <summary>It was replaced or revoked; another value is needed.</summary>
    Revoked,
}
