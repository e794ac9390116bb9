using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Security;

/// <summary>
/// Ends a sign-in on every node at once. Only ended ones are written down: a cookie says by itself who somebody is, but it cannot be called back, and an
/// open page reads it only once.
/// </summary>
public sealed class OperatorSessions(IDbContextFactory<BulkPushDbContext> contexts, TimeProvider clock)
{
    /// <summary>How long an ended session is remembered; longer than a cookie lasts, since an older one is refused anyway.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    /// <summary>From now on nothing that began with this sign-in counts. Ending it again changes nothing.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"insert into ended_sessions (id, ended_at) values ({sessionId}, {now}) on conflict do nothing", cancellationToken);
        var forgotten = now - Remembered;
        await db.EndedSessions.Where(s => s.EndedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Whether the sign-in still counts: the operator exists, with the same password and permissions (<paramref name="securityStamp"/>), and has not signed out.
    /// While the database is away the answer is yes: nothing can be read or changed then, and a short absence must not turn everybody out.
    /// </summary>
    public async Task<bool> IsCurrentAsync(Guid userId, string securityStamp, Guid sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Users.AnyAsync(
                user => user.Id == userId && user.SecurityStamp == securityStamp && !db.EndedSessions.Any(ended => ended.Id == sessionId), cancellationToken);
        }
        catch (Exception fault) when (DatabaseFaults.IsAway(fault))
        {
            return true;
        }
    }
}
