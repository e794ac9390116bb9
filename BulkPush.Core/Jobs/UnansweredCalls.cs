using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Jobs;

/// <summary>Products of a push that have no outcome although a call may have reached the store.</summary>
internal static class UnansweredCalls
{
    /// <summary>Nobody will learn any more what became of the calls and the files of this push.</summary>
    /// <inheritdoc cref="DoubtAsync"/>
    public static async Task DoubtAllAsync(BulkPushDbContext db, Guid storePushId, CancellationToken cancellationToken)
    {
        await DoubtAsync(db, storePushId, cancellationToken);
        await DoubtFilesAsync(db, storePushId, null, cancellationToken);
    }

    /// <summary>
    /// Makes the channels of everything that is still pending forget what the store last accepted: a call whose answer was lost may have changed
    /// it. Otherwise content that is changed back would look as if the store had it. Images are the exception, because sending them makes Shopify
    /// import every one again; the sender itself notes the calls that it gave up, with their images.
    /// </summary>
    public static Task DoubtAsync(BulkPushDbContext db, Guid storePushId, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        with pending as (
            select p.store_id, i.product_id from push_items i join store_pushes p on p.id = i.store_push_id
            where i.store_push_id = {storePushId} and i.outcome = 'pending'),
        locked as materialized (
            select c.id from product_channels c join pending using (store_id, product_id)
            where c.pushed_hash is not null
            order by c.product_id
            for no key update of c)
        update product_channels c
        set pushed_hash = null, pushed_variants_hash = null, pushed_metafields_hash = null, pushed_product_revision = null
        from locked l where c.id = l.id
        """,
        cancellationToken);

    /// <summary>
    /// The same for what Shopify was given in files and is still pending, with the images that were in the files.
    /// </summary>
    /// <param name="operationId">One file; null means all that are not accounted for.</param>
    public static Task DoubtFilesAsync(BulkPushDbContext db, Guid storePushId, Guid? operationId, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        with awaited as (
            select p.store_id, l.product_id, l.media_hash
            from bulk_operation_lines l
            join bulk_operations o on o.id = l.bulk_operation_id
            join store_pushes p on p.id = l.store_push_id
            join push_items i on i.store_push_id = l.store_push_id and i.product_id = l.product_id
            where l.store_push_id = {storePushId} and ({operationId}::uuid is null or o.id = {operationId})
              and o.status in ('starting', 'running') and i.outcome = 'pending'),
        locked as materialized (
            select c.id, a.media_hash from product_channels c join awaited a using (store_id, product_id)
            where c.pushed_hash is not null or c.pushed_media_hash is not null
            order by c.product_id
            for no key update of c)
        update product_channels c
        set pushed_hash = null, pushed_variants_hash = null, pushed_metafields_hash = null, pushed_product_revision = null,
            pushed_media_hash = case when c.pushed_media_hash is distinct from l.media_hash then null else c.pushed_media_hash end
        from locked l where c.id = l.id
        """,
        cancellationToken);
}
