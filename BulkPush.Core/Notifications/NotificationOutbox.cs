using System.Text.Json;
using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Configurations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Notifications;

/// <summary>
/// Records who is to be told of a change, in the transaction that makes the change: either both are there after a crash or neither is. A unique index lets
/// a target have each piece of news once, however often it is recorded (docs/adr/0019-notifications-are-an-outbox.md).
/// </summary>
internal static class NotificationOutbox
{
    /// <summary>Adds a delivery for each target that asks for the event, inside the caller's transaction.</summary>
    /// <param name="chosen">Targets that the push names, besides those that are told of every push.</param>
    /// <returns>Deliveries added.</returns>
    public static Task<int> AddAsync(BulkPushDbContext db, Announcement announcement, IReadOnlyList<Guid>? chosen, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            """
            insert into notification_deliveries (id, target_id, event, job_id, store_id, occurrence, content, status, attempts, next_attempt_at, created_at)
            select gen_random_uuid(), t.id, @event, @job, @store, @occurrence, @content, 'pending', 0, @now, @now
            from notification_targets t
            where t.removed_at is null and not t.is_paused and @event = any(t.events) and (t.is_for_every_push or t.id = any(@chosen))
            on conflict do nothing
            """,
            [
                new NpgsqlParameter<string>("event", new LowerCaseEnum<NotificationEvent>().ConvertToProviderTyped(announcement.Event)),
                Id("job", announcement.JobId),
                Id("store", announcement.StoreId),
                new NpgsqlParameter<string>("occurrence", announcement.Occurrence),
                new NpgsqlParameter("content", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(announcement.News, JsonDocumentColumn.Options) },
                new NpgsqlParameter<DateTimeOffset>("now", announcement.News.At),
                SqlArray.Of("chosen", [.. chosen ?? []]),
            ],
            cancellationToken);

    private static NpgsqlParameter Id(string name, Guid? id) => new(name, NpgsqlDbType.Uuid) { Value = id is { } value ? value : DBNull.Value };
}

/// <summary>Something that targets can be told of.</summary>
internal sealed record Announcement(NotificationEvent Event, News News)
{
    public Guid? JobId { get; init; }

    public Guid? StoreId { get; init; }

    /// <inheritdoc cref="NotificationDelivery.Occurrence"/>
    public string Occurrence { get; init; } = "";
}
