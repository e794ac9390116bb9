using BulkPush.Core.Persistence;

namespace BulkPush.Core.Security;

/// <summary>Adds audit entries to the unit of work they belong to, so that neither is saved without the other.</summary>
public sealed class AuditLog(TimeProvider clock)
{
    /// <summary>Adds an entry to <paramref name="db"/>; the caller's save or transaction writes it.</summary>
    public void Add(BulkPushDbContext db, string actor, string action, string? subject, string? summary) =>
        db.AuditEntries.Add(new AuditEntry { At = clock.GetUtcNow(), Actor = actor, Action = action, Subject = subject, Summary = summary });
}
