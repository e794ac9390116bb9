using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using BulkPush.Core.Shopify.Costs;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Pushing.Strategy;

/// <summary>How much a push has left to send, from counts alone: no product is loaded.</summary>
internal sealed class PushWeights(IDbContextFactory<BulkPushDbContext> contexts)
{
    // Images and metafields travel with products that the store does not have yet; later only when they changed, which counts cannot tell.
    private const string Count =
        """
        with due as materialized (
            select i.product_id, c.pushed_hash is null as is_new
            from push_items i join product_channels c on c.product_id = i.product_id and c.store_id = @store
            where i.store_push_id = @push and i.outcome = 'pending'
              and not exists (select from bulk_operation_lines l where l.store_push_id = i.store_push_id and l.product_id = i.product_id))
        select (select count(*) from due)::int as products,
               (select count(*) from due where is_new)::int as new_products,
               (select count(*) from product_variants v join due d on d.product_id = v.product_id)::bigint as variants,
               (select count(*) from product_images m join due d on d.product_id = m.product_id where d.is_new)::bigint as new_images,
               (select count(*) from product_metafields m join due d on d.product_id = m.product_id where d.is_new)::bigint as new_metafields
        """;

    public async Task<PushWeight> MeasureAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.Database.SqlQueryRaw<Counts>(
            Count, new NpgsqlParameter<Guid>("push", push.Id), new NpgsqlParameter<Guid>("store", push.StoreId)).SingleAsync(cancellationToken);
        return new PushWeight(counts.Products, Points(counts, push.Store!.Settings));
    }

    private static decimal Points(Counts counts, StoreSettings settings) =>
        ((decimal)ShopifyDocuments.ProductSet.SelectionCost * counts.Products)
        + (settings.OwnsVariants ? CostRules.Variant * counts.Variants : 0)
        + (settings.OwnsMedia ? CostRules.File * counts.NewImages : 0)
        + (settings.OwnsMetafields ? CostRules.Metafield * (counts.NewMetafields + counts.NewProducts) : 0);

    private sealed record Counts(int Products, int NewProducts, long Variants, long NewImages, long NewMetafields);
}

/// <param name="Products">Products left that are not in a file already.</param>
/// <param name="Points">Cost points that they would ask for, one call each; an estimate.</param>
internal sealed record PushWeight(int Products, decimal Points);
