using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog;

/// <summary>Switches products on and off in stores, many at a time, with one set-based statement.</summary>
public sealed class ProductChannelService(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>Makes or switches the channels of a selection in one store. Nothing is sent to the store by this.</summary>
    /// <param name="productIds">The products meant; null means the whole catalogue.</param>
    /// <exception cref="KeyNotFoundException">There is no such store.</exception>
    public Task<ChannelChange> SetActiveAsync(Guid storeId, IReadOnlyCollection<long>? productIds, bool isActive, string actor, CancellationToken cancellationToken) =>
        throw new NotImplementedException(contexts.ToString());
}

/// <summary>How many channels a switch made, changed and found as asked already.</summary>
public sealed record ChannelChange(int Created, int Changed, int Unchanged);
