using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Jobs;

/// <summary>Reads the results of a push in product order, a page at a time: those with a row of their own and those that were unchanged from the start.</summary>
internal static class PushItemPages
{
    /// <summary>
    /// Each source is cut to a page before the two are merged, so that a page costs the same wherever it is. A slice has at least one product, so as
    /// many slices as the page has rows are enough.
    /// </summary>
    private const string Page =
        """
        with pushes as (
            select p.id, p.store_id, p.planned_at from store_pushes p where p.job_id = @job and (@store is null or p.store_id = @store)),
        items as (
            select p.store_id, i.product_id, i.outcome, i.error_code, i.error_field, i.error_message, i.attempts, i.finished_at, i.deferred_until,
                   i.publish_outcome, i.publish_message
            from pushes p join push_items i on i.store_push_id = p.id
            where (@outcome is null or i.outcome = @outcome)
              and (not @unpublished or i.publish_outcome in ('pending', 'failed'))
              and (i.product_id > @after_product or (i.product_id = @after_product and p.store_id > @after_store))
            order by i.product_id, p.store_id
            limit @size),
        unchanged as (
            select p.store_id, u.product_id, p.planned_at
            from pushes p cross join lateral (
                select id as product_id
                from (
                    select product_ids from push_unchanged
                    where store_push_id = p.id and slice >= @after_product / @slice_width and (@outcome is null or @outcome = 'unchanged') and not @unpublished
                    order by slice
                    limit @size) slices, unnest(product_ids) id
                where id > @after_product or (id = @after_product and p.store_id > @after_store)
                order by id
                limit @size) u
            order by u.product_id, p.store_id
            limit @size),
        page as (
            select * from items
            union all
            select store_id, product_id, 'unchanged', null, null, null, 0, planned_at, null, null, null from unchanged
            order by product_id, store_id
            limit @size)
        select r.store_id, s.name as store_name, r.product_id, p.handle, p.title, r.outcome, r.error_code, r.error_field, r.error_message, r.attempts,
               r.finished_at, r.deferred_until, r.publish_outcome, r.publish_message
        from page r join stores s on s.id = r.store_id left join products p on p.id = r.product_id
        order by r.product_id, r.store_id
        """;

    public static async Task<PushItemPage> ReadAsync(BulkPushDbContext db, PushItemQuery query, CancellationToken cancellationToken)
    {
        var (afterProduct, afterStore) = PushItemCursor.Parse(query.Cursor);
        var rows = await db.Database.SqlQueryRaw<Row>(
            Page,
            new NpgsqlParameter<Guid>("job", query.JobId),
            new NpgsqlParameter("store", NpgsqlDbType.Uuid) { Value = query.StoreId ?? (object)DBNull.Value },
            new NpgsqlParameter("outcome", NpgsqlDbType.Text) { Value = query.Outcome is { } outcome ? Name(outcome) : DBNull.Value },
            new NpgsqlParameter<bool>("unpublished", query.IsUnpublished),
            new NpgsqlParameter<long>("after_product", afterProduct),
            new NpgsqlParameter<Guid>("after_store", afterStore),
            new NpgsqlParameter<int>("slice_width", UnchangedProducts.SliceWidth),
            new NpgsqlParameter<int>("size", query.PageSize + 1)).ToListAsync(cancellationToken);

        // The cursor is taken before deleted products are left out: a page may be short, and still not be the last.
        var page = rows.Take(query.PageSize).ToList();
        return new PushItemPage(
            page.Where(row => row.Handle is not null).Select(row => row.ToItem()).ToList(),
            rows.Count > query.PageSize ? PushItemCursor.Of(page[^1].ProductId, page[^1].StoreId) : null);
    }

    private static string Name(PushItemOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private sealed record Row(
        Guid StoreId,
        string StoreName,
        long ProductId,
        string? Handle,
        string? Title,
        string Outcome,
        string? ErrorCode,
        string? ErrorField,
        string? ErrorMessage,
        int Attempts,
        DateTimeOffset? FinishedAt,
        DateTimeOffset? DeferredUntil,
        string? PublishOutcome,
        string? PublishMessage)
    {
        public PushItemRow ToItem() => new(
            StoreId, StoreName, ProductId, Handle!, Title!, Enum.Parse<PushItemOutcome>(Outcome, ignoreCase: true),
            ErrorCode, ErrorField, ErrorMessage, Attempts, FinishedAt, DeferredUntil,
            PublishOutcome is null ? null : Enum.Parse<PublishOutcome>(PublishOutcome, ignoreCase: true), PublishMessage);
    }
}
