using System.Security.Cryptography;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Pushing;

/// <summary>Ways into stores that are pushed to.</summary>
internal sealed class PushConnections(StoreService stores, ShopifyStoreClientFactory clients, IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <exception cref="ShopifyStoreException">The store is gone, or its token cannot be read.</exception>
    public async Task<StoreConnection> ToAsync(Guid storeId, CancellationToken cancellationToken)
    {
        try
        {
            return await stores.ConnectAsync(storeId, cancellationToken)
                ?? throw new ShopifyStoreException(StoreFaultCourses.StoreMissing, "The store was removed from BulkPush.");
        }
        catch (CryptographicException)
        {
            throw new ShopifyStoreException(
                "TOKEN_UNREADABLE", "The store's access token cannot be decrypted with the present keys. Enter the token again on the Stores page.");
        }
    }

    /// <summary>A client for a push to the store, which knows until when the store takes no new variants.</summary>
    /// <inheritdoc cref="ToAsync"/>
    public async Task<(StoreConnection Connection, ShopifyStoreClient Client)> OpenAsync(Guid storeId, CancellationToken cancellationToken)
    {
        var connection = await ToAsync(storeId, cancellationToken);

        // Not with the claim: planning may have cleared it.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var newVariantsFrom = await db.Stores.Where(s => s.Id == storeId).Select(s => s.NewVariantsFrom).FirstOrDefaultAsync(cancellationToken);
        return (connection, clients.For(connection, newVariantsFrom));
    }
}
