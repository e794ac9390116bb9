using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Notifications;

/// <summary>
/// The deliveries that are due, as the rows say. Taking one claims it for a while, so no two workers send the same at once, and one whose worker died comes
/// up again when the claim has run out. A target has one delivery under way at a time, so one that does not answer holds up nobody else.
/// </summary>
internal sealed class DeliveryQueue(
    NpgsqlDataSource database, IDbContextFactory<BulkPushDbContext> contexts, DeliverySchedule schedule, IOptions<NotificationOptions> options, TimeProvider clock)
{
    private const string Take =
        """
        with chosen as (
            select d.id
            from notification_targets t
            cross join lateral (
                select o.id, o.next_attempt_at from notification_deliveries o
                where o.target_id = t.id and o.status = 'pending' and o.next_attempt_at <= @now and o.attempts < @most
                order by o.next_attempt_at, o.created_at limit 1) d
            where t.removed_at is null and not t.is_paused and (@target::uuid is null or t.id = @target)
                and not exists (select from notification_deliveries s where s.target_id = t.id and s.status = 'pending' and s.claimed_until > @now)
            order by d.next_attempt_at limit @count
            for no key update of t skip locked)
        update notification_deliveries d
        set claimed_until = @until, attempts = d.attempts + 1, last_attempt_at = @now
        from chosen
        -- Another worker may have taken it since this statement began; then its row is read anew here.
        where d.id = chosen.id and d.status = 'pending' and d.next_attempt_at <= @now and (d.claimed_until is null or d.claimed_until <= @now)
        returning d.id
        """;

    /// <summary>Claims up to <paramref name="count"/> deliveries that are due, each of another target; with their targets.</summary>
    public Task<IReadOnlyList<NotificationDelivery>> TakeAsync(int count, CancellationToken cancellationToken) => TakeAsync(null, count, cancellationToken);

    /// <summary>Claims the next delivery that is due for a target; null when there is none, or another one is under way to it.</summary>
    public async Task<NotificationDelivery?> TakeNextAsync(Guid targetId, CancellationToken cancellationToken) =>
        (await TakeAsync(targetId, 1, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<NotificationDelivery>> TakeAsync(Guid? targetId, int count, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using (var command = database.CreateCommand(Take))
        {
            var now = clock.GetUtcNow();
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", now + options.Value.ClaimLife));
            command.Parameters.Add(new NpgsqlParameter<int>("most", options.Value.MaxAttempts));
            command.Parameters.Add(new NpgsqlParameter<int>("count", count));
            command.Parameters.Add(new NpgsqlParameter("target", NpgsqlDbType.Uuid) { Value = targetId is { } id ? id : DBNull.Value });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetGuid(0));
            }
        }

        if (ids.Count == 0)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.NotificationDeliveries.AsNoTracking().Include(d => d.Target).Where(d => ids.Contains(d.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>Writes what became of an attempt, unless the delivery has been taken anew, or withdrawn, since.</summary>
    public async Task RecordAsync(NotificationDelivery taken, DeliveryAnswer answer, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isOver = answer.IsAccepted || taken.Event == NotificationEvent.Test || taken.Attempts >= options.Value.MaxAttempts;
        var status = answer.IsAccepted ? DeliveryStatus.Delivered : isOver ? DeliveryStatus.Failed : DeliveryStatus.Pending;
        var next = isOver ? (DateTimeOffset?)null : now + schedule.DelayAfter(taken.Attempts, answer.RetryAfter);
        var finished = isOver ? now : (DateTimeOffset?)null;
        var text = StorableText.Of(answer.Text, NotificationDelivery.MaxAnswerLength);
        var milliseconds = (int)Math.Min(duration.TotalMilliseconds, int.MaxValue);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Held(db, taken).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.Status, status)
                .SetProperty(d => d.NextAttemptAt, next)
                .SetProperty(d => d.FinishedAt, finished)
                .SetProperty(d => d.ClaimedUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.LastCode, answer.Code)
                .SetProperty(d => d.LastAnswer, text)
                .SetProperty(d => d.LastMilliseconds, milliseconds),
            cancellationToken);
    }

    /// <summary>Gives back what was taken and not sent to its end, because this process stops: it costs no attempt, and another worker takes it at once.</summary>
    public async Task ReleaseAsync(NotificationDelivery taken, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Held(db, taken).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.ClaimedUntil, (DateTimeOffset?)null).SetProperty(d => d.Attempts, d => d.Attempts - 1), cancellationToken);
    }

    /// <summary>Ends those whose last attempt was never recorded because its worker died each time.</summary>
    /// <returns>Deliveries given up.</returns>
    public async Task<int> GiveUpAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.NotificationDeliveries
            .Where(d => d.Status == DeliveryStatus.Pending && d.Attempts >= options.Value.MaxAttempts && (d.ClaimedUntil == null || d.ClaimedUntil <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.Status, DeliveryStatus.Failed)
                    .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
                    .SetProperty(d => d.ClaimedUntil, (DateTimeOffset?)null)
                    .SetProperty(d => d.FinishedAt, now)
                    .SetProperty(d => d.LastAnswer, "The process that sent it ended before it could record the answer. It may have arrived."),
                cancellationToken);
    }

    private static IQueryable<NotificationDelivery> Held(BulkPushDbContext db, NotificationDelivery taken) =>
        db.NotificationDeliveries.Where(d => d.Id == taken.Id && d.Attempts == taken.Attempts && d.Status == DeliveryStatus.Pending && d.ClaimedUntil != null);
}
