using System.Security.Cryptography;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Pushing;

/// <summary>Ways into stores that are pushed to.</summary>
internal sealed class PushConnections(StoreService stores)
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
}
