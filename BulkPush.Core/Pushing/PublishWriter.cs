using System.Text.Json;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Configurations;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Pushing;

/// <summary>Writes a batch of publishing results: items, what channels remember, and the push's figures, in one statement fenced by the firing.</summary>
internal sealed class PublishWriter(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Write =
        $"""
        with held as (
            update store_pushes set progress = @progress
            where id = @push and status = 'running' and fire_instance_id = @firing
            returning id, store_id, {StopRequests.OfUpdated} as stop_request),
        results as (
            select product_id, outcome, message, string_to_array(published, ',') as published, attempts
            from unnest(@products, @outcomes, @messages, @published, @attempts) as r(product_id, outcome, message, published, attempts)),
        -- In the order in which everybody locks channels.
        locked as materialized (
            select c.store_id, c.product_id from product_channels c join held h on c.store_id = h.store_id
            where c.product_id = any(@products)
            order by c.product_id
            for no key update of c),
        items as (
            update push_items i
            set publish_outcome = r.outcome, publish_message = r.message, attempts = i.attempts + r.attempts
            from results r, held h
            where i.store_push_id = h.id and i.product_id = r.product_id),
        channels as (
            update product_channels c
            set published_publications = array(select distinct p from unnest(c.published_publications || r.published) as p order by p),
                publish_due = r.outcome = 'failed',
                publish_error = case when r.outcome = 'failed' then r.message end
            from locked l join results r using (product_id)
            where c.store_id = l.store_id and c.product_id = l.product_id)
        select stop_request from held
        """;

    /// <summary>Saves a batch; an empty one refreshes the figures.</summary>
    /// <returns>Whether the push is to stop, and why.</returns>
    /// <exception cref="StorePushLostException">Another firing holds the push: nothing was written.</exception>
    public async Task<StopRequest> WriteAsync(
        StorePush push, string fireInstanceId, StorePushProgress progress, IReadOnlyList<PublishResult> results, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Write);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter("progress", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(progress, JsonDocumentColumn.Options) });
        parameters.Add(new NpgsqlParameter<Guid>("push", push.Id));
        parameters.Add(new NpgsqlParameter<string>("firing", fireInstanceId));
        parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", clock.GetUtcNow()));
        Add("products", NpgsqlDbType.Bigint, r => r.ProductId);
        Add("outcomes", NpgsqlDbType.Text, r => r.Outcome.ToString().ToLowerInvariant());
        Add("messages", NpgsqlDbType.Text, r => StorableText.Of(r.Message));
        Add("published", NpgsqlDbType.Text, r => string.Join(',', r.Published));
        Add("attempts", NpgsqlDbType.Integer, r => r.Attempts);
        return (StopRequest)(await command.ExecuteScalarAsync(cancellationToken) as int? ?? throw new StorePushLostException(push.Id));

        void Add<T>(string name, NpgsqlDbType element, Func<PublishResult, T> value) =>
            parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | element) { Value = results.Select(value).ToArray() });
    }
}
