using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Schedules;

/// <summary>
/// Makes the scheduler's triggers what our rows say, and wakes schedules whose run is overdue: after a restored database, a trigger in error, a firing
/// whose retries were used up (ENGINE rule 1).
/// </summary>
internal sealed partial class ScheduleReconciler(
    IDbContextFactory<BulkPushDbContext> contexts,
    ScheduleTriggers triggers,
    IOptions<ScheduleOptions> options,
    TimeProvider clock,
    ILogger<ScheduleReconciler> logger) : BackgroundService
{
    /// <summary>One pass. Returns how many schedules were put right.</summary>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The triggers first: a schedule that is made or removed meanwhile looks wrong and is looked at again under its lock.
        var known = await triggers.ListAsync(cancellationToken);
        var schedules = await db.PushSchedules.AsNoTracking().ToDictionaryAsync(s => s.Id, cancellationToken);
        var repaired = 0;
        foreach (var id in schedules.Values.Where(s => !IsRight(s, known.GetValueOrDefault(s.Id))).Select(s => s.Id).Concat(known.Keys.Except(schedules.Keys)))
        {
            await RepairAsync(id, cancellationToken);
            Log.Repaired(logger, id);
            repaired++;
        }

        var overdue = clock.GetUtcNow() - options.Value.MissedAfter;
        foreach (var schedule in schedules.Values.Where(s => s.NextRunAt < overdue))
        {
            await triggers.WakeAsync(schedule.Id, cancellationToken);
        }

        return repaired;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReconcileEach, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
                Log.Failed(logger, fault);
            }
        }
    }

    private static bool IsRight(PushSchedule schedule, ScheduleTrigger? trigger) => schedule.IsPaused
        ? trigger is null
        : trigger is { IsWaiting: true } && trigger.Times == ScheduleTriggers.TimesOf(schedule);

    private async Task RepairAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await PushSchedules.LockAsync(db, id, cancellationToken) is { } schedule)
        {
            await triggers.FollowAndCommitAsync(transaction, schedule, cancellationToken);
        }
        else
        {
            await triggers.RemoveAndCommitAsync(transaction, id, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What the scheduler waited for was not what schedule {ScheduleId} says; it is now")]
        public static partial void Repaired(ILogger logger, Guid scheduleId);

        [LoggerMessage(LogLevel.Error, "Comparing schedules with the scheduler failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
