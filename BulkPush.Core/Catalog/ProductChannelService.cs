using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog;

/// <summary>Switches products on and off in stores, many at a time, with one set-based statement.</summary>
public sealed class ProductChannelService(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit)
{
    /// <summary>
    /// Makes or switches the channels of a selection in one store. Nothing is sent to the store by this. Switching off a product that was
    /// never in the store makes no channel: it counts as unchanged. Ids of products that are gone are passed over.
    /// </summary>
    /// <param name="productIds">The products meant; null means the whole catalogue.</param>
    /// <exception cref="KeyNotFoundException">There is no such store.</exception>
    public async Task<ChannelChange> SetActiveAsync(
        Guid storeId, IReadOnlyCollection<long>? productIds, bool isActive, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var store = await db.Stores.Where(s => s.Id == storeId).Select(s => s.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw new KeyNotFoundException($"There is no store {storeId}.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var counts = (await db.Database.SqlQuery<Counts>(Switch(storeId, productIds, isActive)).ToListAsync(cancellationToken)).Single();
        var change = new ChannelChange(counts.Created, counts.Changed, counts.Target - counts.Created - counts.Changed);
        if (change.Created + change.Changed > 0)
        {
            audit.Add(db, actor, isActive ? "channels.activated" : "channels.deactivated", storeId.ToString(),
                $"{(isActive ? "Activated" : "Deactivated")} {change.Created + change.Changed} products in {store}.");
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return change;
    }

    /// <summary>Which of these are not in the catalogue, lowest first: for callers who do not choose from a list.</summary>
    public async Task<IReadOnlyList<long>> UnknownAsync(IReadOnlyCollection<long> productIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = productIds.ToArray();
        return await db.Database
            .SqlQuery<long>($"""select id as "Value" from unnest({ids}) as asked(id) where not exists (select from products p where p.id = asked.id) group by id order by id""")
            .ToListAsync(cancellationToken);
    }

    // "xmax = 0" tells a row that the statement inserted from one that it updated. The order keeps two such statements from deadlocking.
    private static FormattableString Switch(Guid storeId, IReadOnlyCollection<long>? productIds, bool isActive)
    {
        var isAll = productIds is null;
        var ids = productIds?.ToArray() ?? [];
        return $"""
            with target as materialized (
                select id from products where {isAll} or id = any({ids})
            ), written as (
                insert into product_channels (product_id, store_id, is_active, revision)
                select id, {storeId}, {isActive}, 1 from target
                where {isActive} or exists (select from product_channels c where c.product_id = target.id and c.store_id = {storeId})
                order by id
                on conflict (store_id, product_id) do update
                set is_active = excluded.is_active, revision = product_channels.revision + 1
                where product_channels.is_active <> excluded.is_active
                returning xmax = 0 as is_new
            )
            select (select count(*) from target)::int as target,
                   (count(*) filter (where is_new))::int as created,
                   (count(*) filter (where not is_new))::int as changed
            from written
            """;
    }

    private sealed record Counts(int Target, int Created, int Changed);
}

/// <summary>How many channels a switch made, changed and found as asked already.</summary>
public sealed record ChannelChange(int Created, int Changed, int Unchanged);
