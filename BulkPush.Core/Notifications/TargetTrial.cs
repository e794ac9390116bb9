using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Tries a target: sends a test at once, from this process, and tells what came back. It is in the log as everything else.</summary>
public sealed class TargetTrial
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly DeliverySender _sender;
    private readonly DeliveryLog _log;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly NotificationOptions _options;

    internal TargetTrial(
        IDbContextFactory<BulkPushDbContext> contexts,
        DeliverySender sender,
        DeliveryLog log,
        AuditLog audit,
        TimeProvider clock,
        IOptions<NotificationOptions> options) =>
        (_contexts, _sender, _log, _audit, _clock, _options) = (contexts, sender, log, audit, clock, options.Value);

    /// <summary>One attempt, also to a paused target. Null when there is no such target.</summary>
    public async Task<DeliveryRow?> SendAsync(Guid targetId, string actor, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await db.NotificationTargets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == targetId && t.RemovedAt == null, cancellationToken) is not { } target)
        {
            return null;
        }

        // Recorded as taken, so that no worker takes it; should this process die, a worker sends it when the claim has run out.
        db.NotificationDeliveries.Add(new NotificationDelivery
        {
            Id = id,
            TargetId = targetId,
            Event = NotificationEvent.Test,
            Occurrence = id.ToString(),
            Content = new News(now),
            Attempts = 1,
            NextAttemptAt = now,
            LastAttemptAt = now,
            ClaimedUntil = now + _options.ClaimLife,
            CreatedAt = now,
        });
        _audit.Add(db, actor, "notification_target.tested", targetId.ToString(), target.Name);
        await db.SaveChangesAsync(cancellationToken);
        var taken = await db.NotificationDeliveries.AsNoTracking().Include(d => d.Target).SingleAsync(d => d.Id == id, cancellationToken);

        // Not tied to the page or the request: what was begun is recorded.
        await _sender.SendAsync(taken, CancellationToken.None);
        return await _log.FindAsync(id, cancellationToken);
    }
}
