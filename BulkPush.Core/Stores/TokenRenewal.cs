using System.Security.Cryptography;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Stores;

/// <summary>
/// Finds the token that a store has been granted, or asks for the next one. Tokens are kept with the store, so that all processes share them; of
/// several that want a new one at the same time one asks, and the others find what it got.
/// </summary>
internal sealed partial class TokenRenewal(
    IDbContextFactory<BulkPushDbContext> contexts,
    SecretProtector secrets,
    ITokenGrant grant,
    TimeProvider clock,
    IOptions<StoreTokenOptions> options,
    ILogger<TokenRenewal> logger)
{
    /// <param name="adminUrl">The address that the token is wanted for.</param>
    /// <param name="refused">A token that the store does not take any more; null when any is good that does not end soon.</param>
    public async Task<TokenOutcome> FindAsync(Guid storeId, Uri adminUrl, string? refused, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ReadAsync(db, storeId, adminUrl, refused, cancellationToken) is { Found: { } found })
            return found;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Not the store's row: an operator may save an edit while Shopify takes its time. Whoever holds the lock asks Shopify once, within the limit of
        // a request; so waiting has an end, and needs none of its own. A holder that dies frees it.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('bulkpush.store-token.' || {storeId}::text, 0))", cancellationToken);
        db.Database.SetCommandTimeout((int?)null);
        var (others, store) = await ReadAsync(db, storeId, adminUrl, refused, cancellationToken);
        if (others is not null)
            return others;

        var outcome = await AskAsync(store!, adminUrl, cancellationToken);
        if (outcome is TokenOutcome.Usable granted)
        {
            // Crash point 13: the token is granted, nobody has kept it. Safe: the lock is free with our connection, and the next call asks for another one.
            CrashPoint.Reached(13);
            outcome = await KeepAsync(db, store!, granted, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <returns>What the store's row answers, or the row when it has to be asked for.</returns>
    private async Task<(TokenOutcome? Found, Store? Store)> ReadAsync(
        BulkPushDbContext db, Guid storeId, Uri adminUrl, string? refused, CancellationToken cancellationToken)
    {
        var store = await db.Stores.AsNoTracking().SingleOrDefaultAsync(s => s.Id == storeId, cancellationToken);
        if (store is null)
            return (new TokenOutcome.Refused("STORE_MISSING", "The store was removed from BulkPush."), null);
        if (AdminAddress.Of(store.Domain, store.AdminUrl) != adminUrl)
            return (new TokenOutcome.Refused("STORE_MOVED", "The store's address was changed meanwhile. Push again, so that everything goes to the new one."), null);

        var token = TokenOf(store);
        var isGood = token is not null && token.Value != refused && clock.GetUtcNow() < token.RenewAt(options.Value.TokenRenewalMargin);
        if (isGood)
            return (new TokenOutcome.Usable(token!), store);
        return store.CredentialKind == StoreCredentialKind.AccessToken
            ? (new TokenOutcome.Refused("TOKEN_UNUSABLE", "The store's access token was changed meanwhile and cannot be used. Check the store on the Stores page."), store)
            : (null, store);
    }

    private async Task<TokenOutcome> AskAsync(Store store, Uri adminUrl, CancellationToken cancellationToken)
    {
        string secret;
        try
        {
            secret = secrets.Unprotect(store.ProtectedClientSecret!);
        }
        catch (CryptographicException)
        {
            return new TokenOutcome.Refused(
                "TOKEN_UNREADABLE", "The store's client secret cannot be decrypted with the present keys. Enter it again on the Stores page.");
        }

        return await grant.AskAsync(new ClientCredentials(store.Name, adminUrl, store.ClientId!, secret), cancellationToken);
    }

    /// <summary>Replaces exactly the token and the secret that were seen under the lock: whoever lost the lock, or was edited meanwhile, replaces nothing.</summary>
    private async Task<TokenOutcome> KeepAsync(BulkPushDbContext db, Store seen, TokenOutcome.Usable granted, CancellationToken cancellationToken)
    {
        var (token, protectedToken) = (granted.Token, secrets.Protect(granted.Token.Value));
        var kept = await db.Stores
            .Where(s => s.Id == seen.Id && s.ProtectedClientSecret == seen.ProtectedClientSecret && s.ProtectedAccessToken == seen.ProtectedAccessToken
                && s.Domain == seen.Domain && s.AdminUrl == seen.AdminUrl)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(s => s.ProtectedAccessToken, protectedToken)
                    .SetProperty(s => s.AccessTokenObtainedAt, token.ObtainedAt)
                    .SetProperty(s => s.AccessTokenExpiresAt, token.ExpiresAt),
                cancellationToken);
        if (kept == 0)
            return new TokenOutcome.Unavailable($"{seen.Name} was edited while a token was asked for", null);

        Log.Renewed(logger, seen.Name, token.ExpiresAt);
        return granted;
    }

    /// <returns>Null when there is none, or none that can be read: then another one is asked for.</returns>
    private AccessToken? TokenOf(Store store)
    {
        if (store.ProtectedAccessToken is null)
            return null;

        try
        {
            var value = secrets.Unprotect(store.ProtectedAccessToken);
            return store is { AccessTokenObtainedAt: { } obtained, AccessTokenExpiresAt: { } expires }
                ? new AccessToken(value, obtained, expires)
                : AccessToken.Permanent(value);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Store} has granted a new access token, valid until {ExpiresAt}")]
        public static partial void Renewed(ILogger logger, string store, DateTimeOffset expiresAt);
    }
}
