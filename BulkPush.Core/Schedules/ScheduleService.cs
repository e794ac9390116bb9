using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Core.Schedules;

/// <summary>Makes, edits, pauses and removes schedules. Row and trigger change in one transaction.</summary>
public sealed class ScheduleService
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly ScheduleTriggers _triggers;
    private readonly ScheduleRunner _runner;
    private readonly ScheduleQueries _queries;
    private readonly AuditLog _audit;
    private readonly ScheduleOptions _options;
    private readonly TimeProvider _clock;

    internal ScheduleService(
        IDbContextFactory<BulkPushDbContext> contexts,
        ScheduleTriggers triggers,
        ScheduleRunner runner,
        ScheduleQueries queries,
        AuditLog audit,
        IOptions<ScheduleOptions> options,
        TimeProvider clock) =>
        (_contexts, _triggers, _runner, _queries, _audit, _options, _clock) = (contexts, triggers, runner, queries, audit, options.Value, clock);

    public async Task<ScheduleSaveResult> CreateAsync(ScheduleEdit edit, string actor, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await ScheduleRules.ApplyAsync(db, edit, null, _options.ShortestInterval, now, cancellationToken);
        if (rules.Broken is { } broken)
        {
            return broken;
        }

        var schedule = new PushSchedule
        {
            Id = Guid.CreateVersion7(now),
            Name = rules.Edit.Name,
            Cron = rules.Edit.Cron,
            TimeZone = rules.Edit.TimeZone,
            MissedRuns = rules.Edit.MissedRuns,
            Scope = rules.Edit.Scope,
            CreatedBy = actor,
            CreatedAt = now,
            UpdatedBy = actor,
            UpdatedAt = now,
        };
        schedule.Await(rules.Times!.NextAfter(now));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.PushSchedules.Add(schedule);
        _audit.Add(db, actor, "schedule.created", schedule.Id.ToString(), $"{schedule.Name}: {ScheduleTriggers.TimesOf(schedule)}");
        return await SaveAsync(db, rules, schedule, isTriggerTouched: true, cancellationToken);
    }

    /// <summary>Replaces what a schedule is. While expression and zone stay what they are, so does the next run.</summary>
    /// <param name="expectedRevision">The revision that the edit began with.</param>
    public async Task<ScheduleSaveResult> UpdateAsync(Guid id, long expectedRevision, ScheduleEdit edit, string actor, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await PushSchedules.LockAsync(db, id, cancellationToken) is not { } schedule)
        {
            return new ScheduleSaveResult.NotFound();
        }

        if (schedule.Revision != expectedRevision)
        {
            return new ScheduleSaveResult.Conflict(schedule.Revision);
        }

        var rules = await ScheduleRules.ApplyAsync(db, edit, id, _options.ShortestInterval, now, cancellationToken);
        if (rules.Broken is { } broken)
        {
            return broken;
        }

        var areTimesTouched = (schedule.Cron, schedule.TimeZone) != (rules.Edit.Cron, rules.Edit.TimeZone);
        (schedule.Name, schedule.Cron, schedule.TimeZone, schedule.MissedRuns, schedule.Scope) =
            (rules.Edit.Name, rules.Edit.Cron, rules.Edit.TimeZone, rules.Edit.MissedRuns, rules.Edit.Scope);
        if (areTimesTouched && !schedule.IsPaused)
        {
            schedule.Await(rules.Times!.NextAfter(now));
        }

        if (db.Entry(schedule).State != EntityState.Unchanged)
        {
            schedule.CountEdit(actor, now);
            _audit.Add(db, actor, "schedule.updated", id.ToString(), $"{schedule.Name}: {ScheduleTriggers.TimesOf(schedule)}");
        }

        return await SaveAsync(db, rules, schedule, areTimesTouched, cancellationToken);
    }

    /// <summary>Lets a schedule start nothing until it is resumed; what it started goes on. False when there is none.</summary>
    public Task<bool> PauseAsync(Guid id, string actor, CancellationToken cancellationToken) => ChangeAsync(
        id, actor, "schedule.paused", schedule => !schedule.IsPaused, (schedule, now) => schedule.Pause(actor, now), cancellationToken);

    /// <summary>Waits for the next run from now on. False when there is no such schedule.</summary>
    public Task<bool> ResumeAsync(Guid id, string actor, CancellationToken cancellationToken) => ChangeAsync(
        id, actor, "schedule.resumed", schedule => schedule.IsPaused, (schedule, now) => schedule.Resume(CronTimes.Of(schedule).NextAfter(now)), cancellationToken);

    /// <summary>Removes a schedule; the pushes that it started stay. False when there is none.</summary>
    public async Task<bool> RemoveAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await PushSchedules.LockAsync(db, id, cancellationToken) is not { } schedule)
        {
            return false;
        }

        // Its pushes lose the schedule's id with it, so this is the last moment to say whose they were.
        await db.BulkPushJobs.Where(j => j.ScheduleId == id).ExecuteUpdateAsync(set => set.SetProperty(j => j.RemovedSchedule, schedule.Name), cancellationToken);
        db.PushSchedules.Remove(schedule);
        _audit.Add(db, actor, "schedule.removed", id.ToString(), schedule.Name);
        await db.SaveChangesAsync(cancellationToken);
        await _triggers.RemoveAndCommitAsync(transaction, id, cancellationToken);
        return true;
    }

    /// <summary>Starts a push of a schedule's scope at once; what is due later stays as it is.</summary>
    /// <param name="idempotencyKey">As for <see cref="Jobs.BulkPushJobService"/>.</param>
    public Task<RunNowResult> RunNowAsync(Guid id, string actor, string? idempotencyKey, CancellationToken cancellationToken) =>
        _runner.RunNowAsync(id, actor, idempotencyKey, cancellationToken);

    private async Task<bool> ChangeAsync(
        Guid id, string actor, string action, Func<PushSchedule, bool> isNeeded, Action<PushSchedule, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await PushSchedules.LockAsync(db, id, cancellationToken) is not { } schedule)
        {
            return false;
        }

        if (isNeeded(schedule))
        {
            change(schedule, _clock.GetUtcNow());
            _audit.Add(db, actor, action, id.ToString(), schedule.Name);
            await db.SaveChangesAsync(cancellationToken);
            await _triggers.FollowAndCommitAsync(transaction, schedule, cancellationToken);
        }

        return true;
    }

    private async Task<ScheduleSaveResult> SaveAsync(
        BulkPushDbContext db, ScheduleRules rules, PushSchedule schedule, bool isTriggerTouched, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            rules.NameIsTaken();
            return rules.Broken!;
        }

        // Crash point 21: until the commit below neither row nor trigger has changed; after it both have.
        CrashPoint.Reached(21);
        if (isTriggerTouched)
        {
            await _triggers.FollowAndCommitAsync(transaction, schedule, cancellationToken);
        }
        else
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return await _queries.FindAsync(schedule.Id, cancellationToken) is { } saved ? new ScheduleSaveResult.Saved(saved) : new ScheduleSaveResult.NotFound();
    }
}
