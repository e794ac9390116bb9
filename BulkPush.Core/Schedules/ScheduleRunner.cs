using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Schedules;

/// <summary>
/// Starts what is due. Which run that is stands in the row, not in the firing that woke it: a firing that comes twice, late or out of turn finds either
/// the same run, whose push it knows by schedule and time, or none.
/// </summary>
internal sealed partial class ScheduleRunner(
    IDbContextFactory<BulkPushDbContext> contexts,
    BulkPushJobService jobs,
    IOptions<ScheduleOptions> options,
    TimeProvider clock,
    ILogger<ScheduleRunner> logger)
{
    /// <param name="firedFor">For when the scheduler fired, which may be a little before that moment by this machine's clock.</param>
    public async Task RunDueAsync(Guid id, DateTimeOffset? firedFor, CancellationToken cancellationToken)
    {
        var schedule = await FindAsync(id, cancellationToken);
        var now = clock.GetUtcNow() is var read && firedFor > read ? firedFor.Value.ToUniversalTime() : read;
        if (schedule is not { NextRunAt: { } awaited } || awaited > now)
        {
            return;
        }

        ScheduleRun run;
        try
        {
            run = await StartAsync(schedule, awaited, now, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !DatabaseFaults.IsAway(fault) && !DatabaseFaults.IsConflict(fault))
        {
            // The run's boundary: a mistake of ours must not end the schedule. A database that is away is tried again by the scheduler.
            Log.Failed(logger, id, schedule.Name, fault);
            run = new ScheduleRun(now, awaited, ScheduleRunOutcome.Failed, Note: "Something went wrong on our side; the log has the details. The next run is tried all the same.");
        }

        // Crash point 22: the push is started and the schedule still waits for that very run. Safe: whoever is woken for it again finds the push.
        CrashPoint.Reached(22);
        await FinishAsync(id, awaited, now, run, cancellationToken);
        Log.Ran(logger, id, schedule.Name, awaited, run.Outcome);
    }

    /// <summary>Starts a push of a schedule's scope at once; what is due later stays as it is. Null when there is no such schedule.</summary>
    public async Task<RunNowResult> RunNowAsync(Guid id, string actor, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } schedule)
        {
            return new RunNowResult.NotFound();
        }

        if (await WaitingAsync(id, idempotencyKey is null ? null : (actor, idempotencyKey), cancellationToken) is { } waiting)
        {
            return new RunNowResult.StillWaiting(waiting);
        }

        var result = await jobs.StartAsync(schedule.Scope, actor, idempotencyKey, WhenBusy.Queue, new ScheduledStart(id, null), cancellationToken);
        if (result is StartResult.Started started)
        {
            await FinishAsync(id, null, clock.GetUtcNow(), new ScheduleRun(clock.GetUtcNow(), null, ScheduleRunOutcome.Started, started.JobId), cancellationToken);
        }

        return new RunNowResult.Asked(result);
    }

    private async Task<ScheduleRun> StartAsync(PushSchedule schedule, DateTimeOffset awaited, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await StartedAsync(schedule.Id, awaited, now, cancellationToken) is { } known)
        {
            return new ScheduleRun(now, known.ScheduledFor, ScheduleRunOutcome.Started, known.Id) { MissedSince = known.ScheduledFor > awaited ? awaited : null };
        }

        var due = awaited;
        var isMissed = now - awaited > options.Value.MissedAfter;
        if (isMissed && schedule.MissedRuns == MissedRunRule.Skip)
        {
            // Of the runs that were due meanwhile the last one may be on time.
            if (CronTimes.Of(schedule).NextAfter(now - options.Value.MissedAfter) is not { } punctual || punctual > now)
            {
                return new ScheduleRun(now, awaited, ScheduleRunOutcome.Missed) { MissedSince = awaited };
            }

            due = punctual;
        }

        if (await WaitingAsync(schedule.Id, null, cancellationToken) is { } waiting)
        {
            return new ScheduleRun(now, due, ScheduleRunOutcome.StillWaiting, waiting);
        }

        var result = await jobs.StartAsync(
            schedule.Scope, schedule.Requester, KeyOf(schedule.Id, due), WhenBusy.Queue, new ScheduledStart(schedule.Id, due), cancellationToken);
        return Noted(result, due, now) with { MissedSince = isMissed ? awaited : null };
    }

    private static ScheduleRun Noted(StartResult result, DateTimeOffset due, DateTimeOffset now) => result switch
    {
        StartResult.Started started => new(now, due, ScheduleRunOutcome.Started, started.JobId),
        StartResult.KeyReused reused => new(now, due, ScheduleRunOutcome.Started, reused.JobId),
        StartResult.NothingToPush nothing => new(now, due, ScheduleRunOutcome.NothingToPush, Note: nothing.Reason),
        var other => throw new NotSupportedException(other.ToString()),
    };

    /// <summary>Notes the run and waits for the next one, unless the schedule was changed or the run finished by somebody else meanwhile.</summary>
    private async Task FinishAsync(Guid id, DateTimeOffset? awaited, DateTimeOffset now, ScheduleRun run, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await PushSchedules.LockAsync(db, id, cancellationToken) is not { } schedule)
        {
            return;
        }

        schedule.Note(run);
        if (awaited is not null && schedule.NextRunAt == awaited)
        {
            schedule.Await(CronTimes.Of(schedule).NextAfter(now));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<PushSchedule?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.PushSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>The push that was started for a run that is due since <paramref name="awaited"/>, before whoever did it died.</summary>
    private async Task<BulkPushJob?> StartedAsync(Guid id, DateTimeOffset awaited, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.BulkPushJobs.AsNoTracking()
            .Where(j => j.ScheduleId == id && j.ScheduledFor >= awaited && j.ScheduledFor <= now)
            .OrderByDescending(j => j.ScheduledFor)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>A push of this schedule that has not begun in every one of its stores.</summary>
    /// <param name="but">Caller and key of a request that may have started it.</param>
    private async Task<Guid?> WaitingAsync(Guid id, (string Caller, string Key)? but, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (caller, key) = but ?? (null!, null!);
        return await db.BulkPushJobs.AsNoTracking()
            .Where(j => j.ScheduleId == id && j.StorePushes.Any(p => p.Status == StorePushStatus.Pending))
            .Where(j => caller == null || j.RequestedBy != caller || j.IdempotencyKey != key)
            .OrderBy(j => j.CreatedAt)
            .Select(j => (Guid?)j.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static string KeyOf(Guid id, DateTimeOffset due) => $"schedule-{id:N}-{due.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Schedule {ScheduleId} ({Name}), due {DueAt}: {Outcome}")]
        public static partial void Ran(ILogger logger, Guid scheduleId, string name, DateTimeOffset dueAt, ScheduleRunOutcome outcome);

        [LoggerMessage(LogLevel.Error, "Schedule {ScheduleId} ({Name}) could not start its push")]
        public static partial void Failed(ILogger logger, Guid scheduleId, string name, Exception fault);
    }
}

/// <summary>What became of running a schedule at once.</summary>
public abstract record RunNowResult
{
    public sealed record Asked(StartResult Result) : RunNowResult;

    /// <summary>A push of this schedule waits already.</summary>
    public sealed record StillWaiting(Guid JobId) : RunNowResult;

    public sealed record NotFound : RunNowResult;
}
