using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Schedules;

/// <summary>Reads schedules for pages and the API.</summary>
public sealed class ScheduleQueries(IDbContextFactory<BulkPushDbContext> contexts, BulkPushJobQueries jobs, IOptions<ScheduleOptions> options, TimeProvider clock)
{
    private const int PreviewedRuns = 5;

    /// <summary>All schedules by name.</summary>
    public async Task<IReadOnlyList<ScheduleView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await db.PushSchedules.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<ScheduleView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.PushSchedules.AsNoTracking().Where(s => s.Id == id).ToListAsync(cancellationToken);
        return (await ViewAsync(db, found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>When an expression would run from now on, and what clock changes do to it.</summary>
    public SchedulePreview Preview(string cron, string timeZone)
    {
        var now = clock.GetUtcNow();
        var (times, errors) = ScheduleRules.Read(cron, timeZone, options.Value.ShortestInterval, now);
        return times is null
            ? new SchedulePreview([], [], errors)
            : new SchedulePreview([.. times.After(now).Take(PreviewedRuns)], [.. ClockChanges.Touching(times, now)], errors);
    }

    private async Task<IReadOnlyList<ScheduleView>> ViewAsync(BulkPushDbContext db, List<PushSchedule> schedules, CancellationToken cancellationToken)
    {
        var chosen = schedules.SelectMany(s => s.Scope.StoreIds ?? []).Distinct().ToList();
        var stores = await db.Stores.AsNoTracking().Where(s => chosen.Contains(s.Id)).Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, cancellationToken);
        var jobIds = schedules.Select(s => s.LastRun?.JobId).OfType<Guid>().ToList();
        var summaries = jobIds.Count == 0 ? [] : (await jobs.SummariesAsync(jobIds, cancellationToken)).ToDictionary(job => job.Id);
        return schedules.ConvertAll(s => new ScheduleView(
            s.Id,
            s.Name,
            s.Cron,
            s.TimeZone,
            s.MissedRuns,
            s.Scope,
            s.Scope.StoreIds?.Distinct().Where(stores.ContainsKey).Select(id => stores[id]).Order(StringComparer.OrdinalIgnoreCase).ToList(),
            s.NextRunAt,
            s.LastRun,
            s.LastRun?.JobId is { } jobId ? summaries.GetValueOrDefault(jobId) : null,
            s.PausedBy,
            s.PausedAt,
            s.Revision,
            s.CreatedBy,
            s.CreatedAt,
            s.UpdatedBy,
            s.UpdatedAt));
    }
}
