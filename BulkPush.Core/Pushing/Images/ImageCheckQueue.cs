using System.Text.Json;
using BulkPush.Core.Catalog;
using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Configurations;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Pushing.Images;

/// <summary>
/// The images that are to be read back, as the channels' rows say. Taking a batch puts its next date off, so no two workers read the same products, and
/// a worker that dies with a batch has only delayed it.
/// </summary>
internal sealed class ImageCheckQueue(NpgsqlDataSource database, IOptions<ImageCheckOptions> options, TimeProvider clock)
{
    private const string Take =
        """
        with store as (
            select s.id from stores s
            cross join lateral (
                select c.images_check_at from product_channels c
                where c.store_id = s.id and c.images_check_at <= @now
                order by c.images_check_at limit 1) first
            -- Reading back must not compete with a push for the store's points.
            where not exists (select from store_pushes p where p.store_id = s.id and p.status in ('pending', 'running')) and s.id <> all(@apart)
            order by first.images_check_at limit 1),
        due as (
            select c.id from product_channels c join store on store.id = c.store_id
            where c.images_check_at <= @now
            order by c.images_check_at limit @batch
            for no key update of c skip locked)
        update product_channels c
        set images_check_at = @now + least(@retry * power(2, least(c.images_checks, 10)), interval '1 hour'), images_checks = c.images_checks + 1
        from due where c.id = due.id
        returning c.store_id, c.id, c.product_id, c.shopify_product_id, c.images_checks, c.pushed_media_hash
        """;

    private const string Save =
        """
        with results as (
            select * from unnest(@channels, @checks, @hashes, @images, @failed, @done) as r(id, checks, hash, images, failed, done)),
        locked as materialized (
            select c.id from product_channels c join results r using (id)
            where c.images_checks = r.checks and c.images_check_at is not null and c.pushed_media_hash is not distinct from r.hash
            order by c.product_id
            for no key update of c)
        update product_channels c
        set images = coalesce(r.images::jsonb, c.images),
            failed_images = r.failed,
            images_check_at = case when r.done then null else c.images_check_at end
        from locked l join results r using (id)
        where c.id = l.id
        """;

    /// <summary>Takes a batch of one store's products whose date has come; null when there is none.</summary>
    /// <param name="apart">Stores to leave out.</param>
    public async Task<ImageCheckBatch?> TakeAsync(IReadOnlyCollection<Guid> apart, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Take);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", clock.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("retry", options.Value.Retry));
        command.Parameters.Add(new NpgsqlParameter<int>("batch", options.Value.Batch));
        command.Parameters.Add(SqlArray.Of("apart", [.. apart]));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var products = new List<ImageCheck>();
        var storeId = Guid.Empty;
        while (await reader.ReadAsync(cancellationToken))
        {
            storeId = reader.GetGuid(0);
            products.Add(new ImageCheck(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt32(4), await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5)));
        }

        return products.Count == 0 ? null : new ImageCheckBatch(storeId, products);
    }

    /// <summary>Writes what was found. A product to which a push has sent other images meanwhile, or that another worker has taken since, keeps what it has.</summary>
    public async Task SaveAsync(IReadOnlyList<ImageFinding> findings, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Save);
        Add("channels", NpgsqlDbType.Bigint, f => f.Check.ChannelId);
        Add("checks", NpgsqlDbType.Integer, f => f.Check.Checks);
        Add("hashes", NpgsqlDbType.Text, f => f.Check.MediaHash);
        Add("images", NpgsqlDbType.Text, f => f.Images is null ? null : JsonSerializer.Serialize(f.Images, JsonDocumentColumn.Options));
        Add("failed", NpgsqlDbType.Integer, f => f.Images?.Count(image => image.State == ChannelImageState.Failed) ?? 0);
        Add("done", NpgsqlDbType.Boolean, f => f.IsDone);
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Add<T>(string name, NpgsqlDbType element, Func<ImageFinding, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | element) { Value = findings.Select(value).ToArray() });
    }
}

/// <summary>What reading a product's images back found.</summary>
/// <param name="Images">In the order of the product's page; null when the store has no such product any more.</param>
/// <param name="IsDone">Whether nothing more is to be expected.</param>
internal sealed record ImageFinding(ImageCheck Check, IReadOnlyList<ChannelImage>? Images, bool IsDone);
