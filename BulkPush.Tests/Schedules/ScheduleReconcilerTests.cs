using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace BulkPush.Tests.Schedules;

public sealed class ScheduleReconcilerTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_that_the_scheduler_has_forgotten_is_known_again()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.Scheduler.DeleteJob(new JobKey(schedule.Id.ToString(), "schedule"), Ct);
        Assert.Null(await scenario.AwaitedAsync(schedule));

        Assert.Equal(1, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal(0, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal(schedule.NextRunAt, await scenario.AwaitedAsync(schedule));
    }

    [Fact]
    public async Task What_the_scheduler_waits_for_without_a_schedule_or_for_a_paused_one_is_taken_back()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var removed = await scenario.ScheduleAsync();
        var paused = await scenario.ScheduleAsync();
        await scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync($"delete from push_schedules where id = {removed.Id}", Ct));
        await scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync($"update push_schedules set paused_at = now(), paused_by = 'kim', next_run_at = null where id = {paused.Id}", Ct));

        Assert.Equal(2, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal(0, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal((null, null), (await scenario.AwaitedAsync(removed), await scenario.AwaitedAsync(paused)));
    }

    [Fact]
    public async Task What_the_scheduler_waits_for_becomes_what_the_row_says()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync($"update push_schedules set time_zone = 'Asia/Tokyo' where id = {schedule.Id}", Ct));

        Assert.Equal(1, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal(0, await scenario.Reconciler.ReconcileAsync(Ct));
        Assert.Equal(ScheduleScenario.Moment("2026-07-01T17:30Z"), await scenario.AwaitedAsync(schedule));
    }

    [Fact]
    public async Task A_run_that_is_overdue_is_woken_for_and_one_that_is_not_is_not()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        scenario.Clock.SetUtcNow(schedule.NextRunAt!.Value.AddMinutes(1));
        await scenario.Reconciler.ReconcileAsync(Ct);
        Assert.Equal(1, await TriggersAsync());

        scenario.Clock.Advance(TimeSpan.FromMinutes(2));
        await scenario.Reconciler.ReconcileAsync(Ct);
        await scenario.Reconciler.ReconcileAsync(Ct);
        Assert.Equal(2, await TriggersAsync());

        async Task<int> TriggersAsync() =>
            (await scenario.Scheduler.QueryTriggers(new TriggerQuery { Job = new JobKey(schedule.Id.ToString(), "schedule"), Take = PagedQuery.All }, Ct)).Items.Count;
    }
}
