using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Schedules;

public sealed class ScheduleServiceTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_schedule_waits_for_its_next_run_and_so_does_the_scheduler()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-03-27T12:00Z");

        var schedule = await scenario.ScheduleAsync();

        Assert.Equal((ScheduleScenario.Moment("2026-03-28T01:30Z"), 1L, false), (schedule.NextRunAt, schedule.Revision, schedule.IsPaused));
        Assert.Equal(schedule.NextRunAt, await scenario.AwaitedAsync(schedule));
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal("sam@example.com", (await db.AuditEntries.SingleAsync(e => e.Action == "schedule.created" && e.Subject == schedule.Id.ToString(), Ct)).Actor);
    }

    [Fact]
    public async Task An_edit_that_leaves_the_times_alone_leaves_the_next_run_alone_over_a_clock_change()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-03-28T20:00Z");
        var schedule = await scenario.ScheduleAsync();
        var next = ScheduleScenario.Moment("2026-03-29T01:00Z");
        Assert.Equal((next, next), (schedule.NextRunAt, await scenario.AwaitedAsync(schedule)));

        // Two minutes after the clocks went forward, when the run is due and was not started yet.
        scenario.Clock.SetUtcNow(ScheduleScenario.Moment("2026-03-29T01:02Z"));
        var edited = await scenario.EditAsync(schedule, edit => edit with { Name = "Renamed", Scope = edit.Scope with { Force = true }, MissedRuns = MissedRunRule.Skip });

        Assert.Equal(("Renamed", true, MissedRunRule.Skip, 2L), (edited.Name, edited.Scope.Force, edited.MissedRuns, edited.Revision));
        Assert.Equal((next, next), (edited.NextRunAt, await scenario.AwaitedAsync(schedule)));
    }

    [Fact]
    public async Task Another_zone_or_expression_makes_another_next_run()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        Assert.Equal(ScheduleScenario.Moment("2026-07-02T00:30Z"), schedule.NextRunAt);

        var moved = await scenario.EditAsync(schedule, edit => edit with { TimeZone = "America/New_York" });
        Assert.Equal(ScheduleScenario.Moment("2026-07-02T06:30Z"), moved.NextRunAt);
        Assert.Equal(moved.NextRunAt, await scenario.AwaitedAsync(schedule));

        var weekly = await scenario.EditAsync(moved, edit => edit with { Cron = "0  9 * *   mon" });
        Assert.Equal(("0 9 * * mon", ScheduleScenario.Moment("2026-07-06T13:00Z")), (weekly.Cron, weekly.NextRunAt));
        Assert.Equal(weekly.NextRunAt, await scenario.AwaitedAsync(schedule));
    }

    [Fact]
    public async Task Of_two_edits_at_once_the_second_is_told()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.EditAsync(schedule, edit => edit with { Cron = "0 5 * * *" });

        var second = await scenario.Service.UpdateAsync(schedule.Id, schedule.Revision, ScheduleScenario.EditOf(schedule) with { Name = "Lost" }, "kim", Ct);

        Assert.Equal(2, Assert.IsType<ScheduleSaveResult.Conflict>(second).CurrentRevision);
        Assert.Equal("0 5 * * *", (await scenario.ReadAsync(schedule)).Cron);
    }

    [Fact]
    public async Task A_paused_schedule_waits_for_nothing_and_makes_up_for_nothing()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();

        Assert.True(await scenario.Service.PauseAsync(schedule.Id, "kim", Ct));
        var paused = await scenario.ReadAsync(schedule);
        Assert.Equal(("kim", (DateTimeOffset?)scenario.Clock.GetUtcNow(), null), (paused.PausedBy, paused.PausedAt, paused.NextRunAt));
        Assert.Null(await scenario.AwaitedAsync(schedule));

        // Over three runs, two of them after an edit of the times.
        Assert.Null((await scenario.WakeAtAsync(schedule, "2026-07-02T12:00Z")).LastRun);
        await scenario.EditAsync(paused, edit => edit with { Cron = "0 6 * * *" });
        Assert.Null((await scenario.WakeAtAsync(schedule, "2026-07-04T12:00Z")).LastRun);

        Assert.True(await scenario.Service.ResumeAsync(schedule.Id, "kim", Ct));
        var resumed = await scenario.WakeAtAsync(schedule, "2026-07-04T12:00:01Z");
        Assert.Equal((false, ScheduleScenario.Moment("2026-07-05T04:00Z"), null), (resumed.IsPaused, resumed.NextRunAt, resumed.LastRun));
        Assert.Equal(resumed.NextRunAt, await scenario.AwaitedAsync(schedule));
        Assert.Empty(await scenario.PushesAsync(schedule));
    }

    [Fact]
    public async Task A_removed_schedule_leaves_its_pushes_and_nothing_that_waits()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");
        var push = Assert.Single(await scenario.PushesAsync(schedule));

        Assert.True(await scenario.Service.RemoveAsync(schedule.Id, "kim", Ct));
        Assert.False(await scenario.Service.RemoveAsync(schedule.Id, "kim", Ct));

        Assert.Null(await scenario.Queries.FindAsync(schedule.Id, Ct));
        Assert.Null(await scenario.AwaitedAsync(schedule));
        Assert.Equal((null, $"schedule: {schedule.Name}"), ((await scenario.JobsOf.JobAsync(push.Id)).ScheduleId, push.RequestedBy));
        await scenario.Runner.RunDueAsync(schedule.Id, scenario.Clock.GetUtcNow(), Ct);
    }

    [Fact]
    public async Task Refuses_what_can_not_be_with_a_sentence_for_each_field()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var (store, _) = await scenario.StoreAsync();
        var taken = await scenario.ScheduleAsync();
        var edit = ScheduleScenario.EditOf(store.Id);

        Assert.Equal("Name: Give the schedule a name of 1 to 100 characters.", await RefusedAsync(edit with { Name = "  " }));
        Assert.Equal($"Name: There is a schedule called '{taken.Name.ToUpperInvariant()}' already.", await RefusedAsync(edit with { Name = taken.Name.ToUpperInvariant() }));
        Assert.Equal("TimeZone: 'Berlin' is not a time zone. Use an IANA name such as Europe/Berlin or America/New_York.", await RefusedAsync(edit with { TimeZone = "Berlin" }));
        Assert.StartsWith("Cron: The hour '25' is not possible.", await RefusedAsync(edit with { Cron = "0 25 * * *" }), StringComparison.Ordinal);
        Assert.Equal("Cron: This never runs: no date fits all five fields.", await RefusedAsync(edit with { Cron = "0 0 30 2 *" }));
        Assert.Equal(
            "Cron: Some of these runs are only 1 minute apart. At least 5 minutes must lie between two runs (Schedules:ShortestInterval).",
            await RefusedAsync(edit with { Cron = "59,0 9-17 * * *" }));
        Assert.Equal("StoreIds: One of the chosen stores does not exist.", await RefusedAsync(edit with { Scope = new PushScope { StoreIds = [Guid.CreateVersion7()] } }));
        Assert.Equal("StoreIds: Choose at least one store, or all stores.", await RefusedAsync(edit with { Scope = new PushScope { StoreIds = [] } }));
        Assert.Equal("ProductIds: One of the chosen products does not exist.", await RefusedAsync(edit with { Scope = new PushScope { ProductIds = [long.MaxValue] } }));
        Assert.DoesNotContain(await scenario.Queries.ListAsync(Ct), schedule => schedule.Name == edit.Name);

        async Task<string> RefusedAsync(ScheduleEdit wrong) => string.Join("; ", Assert.IsType<ScheduleSaveResult.Invalid>(
            await scenario.Service.CreateAsync(wrong, "sam", Ct)).Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
    }
}
