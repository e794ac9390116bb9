using System.Security.Cryptography;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Stores;

/// <summary>Opens the way to stores.</summary>
internal sealed class StoreConnections(
    IDbContextFactory<BulkPushDbContext> contexts,
    SecretProtector secrets,
    TokenRenewal renewal,
    IOptions<StoreTokenOptions> options,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    /// <summary>The way to a store, for one push.</summary>
    /// <exception cref="CryptographicException">The permanent token cannot be decrypted with the present keys.</exception>
    public StoreConnection To(Store store) => Open(store, isCheck: false);

    /// <summary>The way to a store for a check, which has a new token granted: only that shows that id and secret are still good.</summary>
    /// <inheritdoc cref="To"/>
    public StoreConnection ForCheckOf(Store store) => Open(store, isCheck: true);

    private StoreConnection Open(Store store, bool isCheck)
    {
        var adminUrl = AdminAddress.Of(store.Domain, store.AdminUrl);
        IStoreTokens tokens = store.CredentialKind == StoreCredentialKind.AccessToken
            ? new PermanentToken(secrets.Unprotect(store.ProtectedAccessToken!))
            : new GrantedTokens(
                store.Id,
                adminUrl,
                isCheck ? Readable(store.ProtectedAccessToken) : null,
                renewal,
                options.Value.TokenRenewalMargin,
                clock,
                loggers.CreateLogger<GrantedTokens>());
        return new StoreConnection(store.Id, store.Name, adminUrl, tokens) { KeepApiVersionAsync = (version, token) => KeepAsync(store.Id, version, token) };
    }

    private string? Readable(string? protectedToken)
    {
        try
        {
            return protectedToken is null ? null : secrets.Unprotect(protectedToken);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Writes only what is new: since when two versions are seen together stays.</summary>
    private async Task KeepAsync(Guid storeId, StoreApiVersion version, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Stores
            .Where(s => s.Id == storeId && (s.AskedApiVersion != version.Asked || s.ServedApiVersion != version.Served))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(s => s.AskedApiVersion, version.Asked)
                    .SetProperty(s => s.ServedApiVersion, version.Served)
                    .SetProperty(s => s.ApiVersionSince, version.Since),
                cancellationToken);
    }
}
