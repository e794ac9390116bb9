using System.Text.Json;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Configurations;
using BulkPush.Core.Pushing.Images;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Pushing;

/// <summary>Writes a batch of results: outcomes, what channels remember, and the push's figures, in one statement fenced by the firing.</summary>
internal sealed class ResultWriter(NpgsqlDataSource database, PushingMeter meter, IOptions<ImageCheckOptions> images, TimeProvider clock)
{
    private const string Write =
        $"""
        with held as (
            update store_pushes set progress = @progress
            where id = @push and status = 'running' and fire_instance_id = @firing
            returning id, store_id, {StopRequests.OfUpdated} as stop_request),
        results as (
            select * from unnest(@products, @outcomes, @attempts, @codes, @fields, @messages, @shopify_ids, @hashes, @variant_hashes, @media_hashes,
                                 @metafield_hashes, @product_revisions, @channel_revisions, @store_revisions, @deferrals, @in_doubt)
            as r(product_id, outcome, attempts, code, field, message, shopify_id, hash, variants_hash, media_hash, metafields_hash,
                 product_revision, channel_revision, store_revision, deferred_until, in_doubt)),
        -- Channels are locked in the order in which a switch of channels locks them, or the two could wait for each other.
        locked as materialized (
            select c.store_id, c.product_id, c.shopify_product_id, c.pushed_media_hash, c.failed_images from product_channels c join held h on c.store_id = h.store_id
            where c.product_id = any(@products)
            order by c.product_id
            for no key update of c),
        -- New in the store: created now, or found there by our custom id, so an earlier call made it whose reply never came.
        fresh as (
            select l.product_id from locked l join results r using (product_id) join stores s on s.id = l.store_id
            where (r.outcome = 'created' or (r.outcome = 'updated' and l.shopify_product_id is null)) and jsonb_array_length(s.publications) > 0),
        items as (
            update push_items i
            set outcome = r.outcome, attempts = i.attempts + r.attempts, error_code = r.code, error_field = r.field, error_message = r.message, deferred_until = r.deferred_until,
                finished_at = case when r.outcome = 'pending' then null else @now end,
                publish_outcome = case when exists (select from fresh f where f.product_id = i.product_id) then 'pending' else i.publish_outcome end
            from results r, held h
            where i.store_push_id = h.id and i.product_id = r.product_id and i.outcome = 'pending'),
        accepted as (
            update product_channels c
            set shopify_product_id = coalesce(r.shopify_id, c.shopify_product_id),
                pushed_hash = coalesce(r.hash, c.pushed_hash),
                pushed_variants_hash = case when r.hash is null then c.pushed_variants_hash else r.variants_hash end,
                pushed_media_hash = case when r.hash is null then c.pushed_media_hash else r.media_hash end,
                pushed_metafields_hash = case when r.hash is null then c.pushed_metafields_hash else r.metafields_hash end,
                pushed_product_revision = r.product_revision, pushed_channel_revision = r.channel_revision, pushed_store_revision = r.store_revision,
                pushed_at = case when r.hash is null then c.pushed_at else @now end,
                -- Images were sent when they differ from those accepted before, when the product is new, and when a forced push repeats what the store could not fetch.
                images_check_at = case when x.has_images then @images_check_at else c.images_check_at end,
                images_checks = case when x.has_images then 0 else c.images_checks end,
                failed_images = case when x.has_images then 0 else c.failed_images end,
                publish_due = c.publish_due or exists (select from fresh f where f.product_id = c.product_id),
                published_publications = case when r.outcome = 'created' then array[]::text[] else c.published_publications end,
                publish_error = case when r.outcome = 'created' then null else c.publish_error end,
                last_error_code = null, last_error_message = null, last_error_at = null, deferred_until = null, deferred_product_revision = null
            from locked l join results r using (product_id)
            cross join lateral (
                select r.media_hash is not null
                    and (r.outcome = 'created' or r.media_hash is distinct from l.pushed_media_hash or (@is_forced and l.failed_images > 0))
                    and exists (select from product_images i where i.product_id = l.product_id) as has_images) x
            where c.store_id = l.store_id and c.product_id = l.product_id and r.outcome not in ('failed', 'deferred', 'pending')),
        doubted as (
            update product_channels c
            set pushed_hash = null, pushed_variants_hash = null, pushed_metafields_hash = null, pushed_product_revision = null,
                pushed_media_hash = case when c.pushed_media_hash is distinct from r.media_hash then null else c.pushed_media_hash end,
                last_error_code = coalesce(r.code, c.last_error_code), last_error_message = coalesce(r.message, c.last_error_message),
                last_error_at = case when r.code is null then c.last_error_at else @now end, deferred_until = null, deferred_product_revision = null
            from locked l join results r using (product_id)
            where c.store_id = l.store_id and c.product_id = l.product_id and r.in_doubt),
        refused as (
            update product_channels c
            set last_error_code = r.code, last_error_message = r.message, last_error_at = @now,
                -- Whatever the store has against images: the next push sends them by their addresses.
                images = case when r.field like 'files%' or r.field like 'variants.%.file%' then null else c.images end,
                deferred_until = null, deferred_product_revision = null
            from locked l join results r using (product_id)
            where c.store_id = l.store_id and c.product_id = l.product_id and r.outcome = 'failed' and not r.in_doubt),
        deferred as (
            update product_channels c
            set deferred_until = r.deferred_until, deferred_product_revision = r.product_revision,
                last_error_code = null, last_error_message = null, last_error_at = null
            from locked l join results r using (product_id)
            where c.store_id = l.store_id and c.product_id = l.product_id and r.outcome = 'deferred'),
        waiting as (
            update stores s set new_variants_from = @deferred_until
            from held h
            where s.id = h.store_id and @deferred_until > coalesce(s.new_variants_from, '-infinity'))
        select stop_request from held
        """;

    /// <summary>Saves a batch; an empty one refreshes the figures.</summary>
    /// <returns>Whether the push is to stop, and why.</returns>
    /// <exception cref="StorePushLostException">Another firing holds the push: nothing was written.</exception>
    public async Task<StopRequest> WriteAsync(
        StorePush push, string fireInstanceId, StorePushProgress progress, IReadOnlyList<ProductResult> results, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Write);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter("progress", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(progress, JsonDocumentColumn.Options) });
        parameters.Add(new NpgsqlParameter<Guid>("push", push.Id));
        parameters.Add(new NpgsqlParameter<string>("firing", fireInstanceId));
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", clock.GetUtcNow()));
        Add("products", NpgsqlDbType.Bigint, r => r.Product.ProductId);
        Add("outcomes", NpgsqlDbType.Text, r => OutcomeName(r.Outcome));
        Add("attempts", NpgsqlDbType.Integer, r => r.Attempts);
        Add("codes", NpgsqlDbType.Text, r => StorableText.Of(r.ErrorCode, PushItem.MaxErrorCodeLength));
        Add("fields", NpgsqlDbType.Text, r => StorableText.Of(r.ErrorField));
        Add("messages", NpgsqlDbType.Text, r => StorableText.Of(r.ErrorMessage));
        Add("shopify_ids", NpgsqlDbType.Text, r => r.ShopifyProductId);
        Add("hashes", NpgsqlDbType.Text, r => r.Hashes?.Whole);
        Add("variant_hashes", NpgsqlDbType.Text, r => r.Hashes?.Variants);
        Add("media_hashes", NpgsqlDbType.Text, r => r.Hashes?.Media);
        Add("metafield_hashes", NpgsqlDbType.Text, r => r.Hashes?.Metafields);
        Add("product_revisions", NpgsqlDbType.Bigint, r => r.Product.ProductRevision);
        Add("channel_revisions", NpgsqlDbType.Bigint, r => r.Product.ChannelRevision);
        Add("store_revisions", NpgsqlDbType.Bigint, r => r.Product.StoreRevision);
        Add("deferrals", NpgsqlDbType.TimestampTz, r => r.DeferredUntil);
        parameters.Add(new NpgsqlParameter("deferred_until", NpgsqlDbType.TimestampTz) { Value = results.Max(r => r.DeferredUntil) ?? (object)DBNull.Value });
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("images_check_at", clock.GetUtcNow() + images.Value.Delay));
        parameters.Add(new NpgsqlParameter<bool>("is_forced", push.Job!.Scope.Force));
        Add("in_doubt", NpgsqlDbType.Boolean, r => r.IsInDoubt);
        var stopRequest = await command.ExecuteScalarAsync(cancellationToken) as int? ?? throw new StorePushLostException(push.Id);
        foreach (var result in results.Where(result => result.Outcome != PushItemOutcome.Pending))
        {
            meter.Settled(push.Store!.Name, result.Outcome);
        }

        return (StopRequest)stopRequest;

        void Add<T>(string name, NpgsqlDbType element, Func<ProductResult, T> value) =>
            parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | element) { Value = results.Select(value).ToArray() });
    }

    private static string OutcomeName(PushItemOutcome outcome) => outcome switch
    {
        PushItemOutcome.Pending => "pending",
        PushItemOutcome.Created => "created",
        PushItemOutcome.Updated => "updated",
        PushItemOutcome.Unchanged => "unchanged",
        PushItemOutcome.Failed => "failed",
        PushItemOutcome.Deferred => "deferred",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Only a settled product is written, or one whose call was given up."),
    };
}
