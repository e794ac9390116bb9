using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog;

/// <summary>Reads products for lists and pages.</summary>
public sealed class ProductQueries(IDbContextFactory<BulkPushDbContext> contexts)
{
    public Task<ProductPage> ListAsync(ProductListQuery query, CancellationToken cancellationToken) => throw new NotImplementedException(contexts.ToString());

    /// <summary>The whole product with its channels, or null when there is none.</summary>
    public Task<ProductDetails?> FindAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();
}
