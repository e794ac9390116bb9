using System.Linq.Expressions;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Notifications;

/// <summary>What was delivered, what was not, and why; lets a delivery that was given up be sent again.</summary>
public sealed class DeliveryLog(IDbContextFactory<BulkPushDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Of one push; there are more only when it has more targets.</summary>
    private const int MostOfAJob = 100;

    private static Expression<Func<NotificationDelivery, DeliveryRow>> RowOf(BulkPushDbContext db) => d => new DeliveryRow(
        d.Id, d.TargetId, d.Target!.Name, d.Target.Kind, d.Target.RemovedAt != null, d.Target.IsPaused, d.Event, d.JobId, d.StoreId, d.Status, d.Attempts,
        d.NextAttemptAt, d.LastAttemptAt, d.LastCode, d.LastAnswer, d.LastMilliseconds, d.CreatedAt, d.FinishedAt)
    {
        StoreName = db.Stores.Where(s => s.Id == d.StoreId).Select(s => s.Name).FirstOrDefault(),
    };

    /// <summary>Newest first. A page beyond the last one is empty.</summary>
    public async Task<DeliveryPage> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = db.NotificationDeliveries.AsNoTracking().Where(d =>
            (query.TargetId == null || d.TargetId == query.TargetId)
            && (query.Status == null || d.Status == query.Status)
            && (query.JobId == null || d.JobId == query.JobId));
        var total = await matching.CountAsync(cancellationToken);
        var skipped = Math.Max(query.Page, 0) * (long)query.PageSize;
        var rows = skipped >= total
            ? []
            : await Newest(matching).Skip((int)skipped).Take(query.PageSize).Select(RowOf(db)).ToListAsync(cancellationToken);
        return new DeliveryPage(rows, total);
    }

    /// <summary>What was told of one push, newest first.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> OfJobAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Newest(db.NotificationDeliveries.AsNoTracking().Where(d => d.JobId == jobId)).Take(MostOfAJob).Select(RowOf(db)).ToListAsync(cancellationToken);
    }

    public async Task<DeliveryRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.NotificationDeliveries.AsNoTracking().Where(d => d.Id == id).Select(RowOf(db)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Puts a delivery that was given up back to the beginning, under the same id.</summary>
    public async Task<ResendResult> ResendAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var again = await db.NotificationDeliveries
            .Where(d => d.Id == id && d.Status == DeliveryStatus.Failed && d.Event != NotificationEvent.Test && d.Target!.RemovedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.Status, DeliveryStatus.Pending)
                    .SetProperty(d => d.Attempts, 0)
                    .SetProperty(d => d.NextAttemptAt, now)
                    .SetProperty(d => d.FinishedAt, (DateTimeOffset?)null),
                cancellationToken);
        if (again == 0)
        {
            return await db.NotificationDeliveries.AnyAsync(d => d.Id == id, cancellationToken) ? ResendResult.NotPossible : ResendResult.NotFound;
        }

        audit.Add(db, actor, "notification.resent", id.ToString(), null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ResendResult.Accepted;
    }

    private static IQueryable<NotificationDelivery> Newest(IQueryable<NotificationDelivery> deliveries) =>
        deliveries.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id);
}

/// <param name="Page">Zero-based.</param>
public sealed record DeliveryQuery(Guid? TargetId, DeliveryStatus? Status, Guid? JobId, int Page, int PageSize);

/// <summary>A page of the log and how many deliveries match in all.</summary>
public sealed record DeliveryPage(IReadOnlyList<DeliveryRow> Items, int Total);

/// <summary>A delivery as people see it.</summary>
/// <param name="NextAttemptAt">Null once it has ended.</param>
/// <param name="LastCode">HTTP status or SMTP reply code; null when there was no answer.</param>
/// <param name="LastAnswer">The answer of the last attempt, or why there was none.</param>
public sealed record DeliveryRow(
    Guid Id,
    Guid TargetId,
    string TargetName,
    NotificationTargetKind TargetKind,
    bool IsTargetRemoved,
    bool IsTargetPaused,
    NotificationEvent Event,
    Guid? JobId,
    Guid? StoreId,
    DeliveryStatus Status,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastAttemptAt,
    int? LastCode,
    string? LastAnswer,
    int? LastMilliseconds,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    /// <summary>The store that it is about; null when it is about the whole push.</summary>
    public string? StoreName { get; init; }

    /// <summary>Whether somebody may have it sent again.</summary>
    public bool CanBeResent => Status == DeliveryStatus.Failed && Event != NotificationEvent.Test && !IsTargetRemoved;
}

/// <summary>What became of a request to send again.</summary>
public enum ResendResult
{
    Accepted,
    NotFound,

    /// <summary>It has not been given up, it was a test, or its target was removed.</summary>
    NotPossible,
}
