using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Schedules;

internal static class PushSchedules
{
    /// <summary>
    /// The schedule, tracked, and nobody else's until the caller's transaction ends. Not <c>for update</c>: that would make a push wait that is just being
    /// started for it, whose row names the schedule.
    /// </summary>
    public static Task<PushSchedule?> LockAsync(BulkPushDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.PushSchedules.FromSql($"select * from push_schedules where id = {id} for no key update").SingleOrDefaultAsync(cancellationToken);
}
