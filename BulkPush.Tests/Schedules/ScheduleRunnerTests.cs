using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Schedules;

public sealed class ScheduleRunnerTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starts_one_push_when_a_run_is_due_however_often_it_is_woken()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-03-28T20:00Z");
        var schedule = await scenario.ScheduleAsync();
        Assert.Null((await scenario.WakeAtAsync(schedule, "2026-03-29T00:59:59Z")).LastRun);

        var ran = await scenario.WakeAtAsync(schedule, "2026-03-29T01:00Z");
        await scenario.WakeAtAsync(schedule, "2026-03-29T01:00:01Z");

        var push = Assert.Single(await scenario.PushesAsync(schedule));
        Assert.Equal(($"schedule: {schedule.Name}", schedule.NextRunAt, BulkPushJobStatus.Pending), (push.RequestedBy, push.ScheduledFor, push.Status));
        Assert.Equal((ScheduleRunOutcome.Started, push.Id, schedule.NextRunAt, null), (ran.LastRun!.Outcome, ran.LastRun.JobId, ran.LastRun.DueAt, ran.LastRun.MissedSince));
        Assert.Equal(push.Id, ran.LastJob!.Id);
        Assert.Equal(ScheduleScenario.Moment("2026-03-30T00:30Z"), ran.NextRunAt);
    }

    [Fact]
    public async Task A_clock_that_is_a_little_behind_the_firing_starts_it_all_the_same()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        scenario.Clock.SetUtcNow(schedule.NextRunAt!.Value.AddMilliseconds(-3));

        await scenario.Runner.RunDueAsync(schedule.Id, schedule.NextRunAt, Ct);
        await scenario.Runner.RunDueAsync(schedule.Id, schedule.NextRunAt, Ct);

        Assert.Single(await scenario.PushesAsync(schedule));
        Assert.Equal(schedule.NextRunAt.Value.AddDays(1), (await scenario.ReadAsync(schedule)).NextRunAt);
    }

    [Fact]
    public async Task Runs_that_were_missed_are_made_up_for_once()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();

        var ran = await scenario.WakeAtAsync(schedule, "2026-07-04T09:00Z");
        await scenario.WakeAtAsync(schedule, "2026-07-04T09:00:10Z");

        Assert.Equal(schedule.NextRunAt, Assert.Single(await scenario.PushesAsync(schedule)).ScheduledFor);
        Assert.Equal((ScheduleRunOutcome.Started, schedule.NextRunAt, ScheduleScenario.Moment("2026-07-05T00:30Z")), (ran.LastRun!.Outcome, ran.LastRun.MissedSince, ran.NextRunAt));
    }

    [Fact]
    public async Task Runs_that_were_missed_are_left_out_where_the_schedule_says_so()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync(missed: MissedRunRule.Skip);

        var left = await scenario.WakeAtAsync(schedule, "2026-07-04T09:00Z");
        Assert.Empty(await scenario.PushesAsync(schedule));
        Assert.Equal((ScheduleRunOutcome.Missed, schedule.NextRunAt, ScheduleScenario.Moment("2026-07-05T00:30Z")), (left.LastRun!.Outcome, left.LastRun.MissedSince, left.NextRunAt));

        // A minute late is not missed.
        var ran = await scenario.WakeAtAsync(schedule, "2026-07-05T00:31Z");
        Assert.Equal((ScheduleRunOutcome.Started, 1), (ran.LastRun!.Outcome, (await scenario.PushesAsync(schedule)).Count));
    }

    [Fact]
    public async Task Of_runs_that_were_missed_the_one_that_is_due_just_now_takes_place_under_either_rule()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:10Z");
        var schedule = await scenario.ScheduleAsync("0 * * * *", MissedRunRule.Skip);

        var ran = await scenario.WakeAtAsync(schedule, "2026-07-01T16:00:20Z");

        Assert.Equal(ScheduleScenario.Moment("2026-07-01T16:00Z"), Assert.Single(await scenario.PushesAsync(schedule)).ScheduledFor);
        Assert.Equal(
            (ScheduleRunOutcome.Started, schedule.NextRunAt, ScheduleScenario.Moment("2026-07-01T17:00Z")),
            (ran.LastRun!.Outcome, ran.LastRun.MissedSince, ran.NextRunAt));
    }

    [Theory]
    [InlineData(MissedRunRule.RunOnce)]
    [InlineData(MissedRunRule.Skip)]
    public async Task A_run_that_was_started_and_not_noted_is_found_again_even_under_another_name(MissedRunRule rule)
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync(missed: rule);
        await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");
        var push = Assert.Single(await scenario.PushesAsync(schedule));

        // As after a crash: the push is there, the schedule still waits for that run; and somebody renames it before anybody goes on.
        await scenario.ChangeAsync(db => db.Database.ExecuteSqlAsync($"update push_schedules set next_run_at = {schedule.NextRunAt}, last_run = null where id = {schedule.Id}", Ct));
        await scenario.EditAsync(schedule, edit => edit with { Name = $"{edit.Name} renamed", Scope = edit.Scope with { Force = true } });
        await scenario.CancelAsync(push.Id);
        var ran = await scenario.WakeAtAsync(schedule, "2026-07-02T06:00Z");

        Assert.Equal(push.Id, Assert.Single(await scenario.PushesAsync(schedule)).Id);
        Assert.Equal((ScheduleRunOutcome.Started, push.Id, ScheduleScenario.Moment("2026-07-03T00:30Z")), (ran.LastRun!.Outcome, ran.LastRun.JobId, ran.NextRunAt));
    }

    [Fact]
    public async Task The_database_lets_a_schedule_start_one_push_for_a_run()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");
        await scenario.CancelAsync(Assert.Single(await scenario.PushesAsync(schedule)).Id);

        await scenario.JobsOf.Jobs.StartAsync(schedule.Scope, "another name", "another key", WhenBusy.Queue, new ScheduledStart(schedule.Id, schedule.NextRunAt), Ct);

        Assert.Single(await scenario.PushesAsync(schedule));
    }

    [Fact]
    public async Task A_schedule_whose_push_still_waits_starts_no_second_one()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");
        var waiting = Assert.Single(await scenario.PushesAsync(schedule)).Id;

        var left = await scenario.WakeAtAsync(schedule, "2026-07-03T00:30Z");
        Assert.Equal((ScheduleRunOutcome.StillWaiting, waiting, ScheduleScenario.Moment("2026-07-04T00:30Z")), (left.LastRun!.Outcome, left.LastRun.JobId, left.NextRunAt));
        Assert.Equal(waiting, Assert.IsType<RunNowResult.StillWaiting>(await scenario.Service.RunNowAsync(schedule.Id, "kim", null, Ct)).JobId);

        await scenario.CancelAsync(waiting);
        var ran = await scenario.WakeAtAsync(schedule, "2026-07-04T00:30Z");
        Assert.Equal((ScheduleRunOutcome.Started, 2), (ran.LastRun!.Outcome, (await scenario.PushesAsync(schedule)).Count));
    }

    [Fact]
    public async Task Nothing_to_push_is_said_and_no_failure()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        await scenario.StoreAsync(); // An empty catalogue would be said in other words.
        var schedule = await scenario.ScheduleAsync(store: await scenario.JobsOf.StoreAsync($"Empty{A.Number()}"));

        var ran = await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");

        Assert.Equal(
            (ScheduleRunOutcome.NothingToPush, "None of these products has an active channel in these stores. Activate channels on the Products page.", ScheduleScenario.Moment("2026-07-03T00:30Z")),
            (ran.LastRun!.Outcome, ran.LastRun.Note, ran.NextRunAt));
        Assert.Empty(await scenario.PushesAsync(schedule));
    }

    [Fact]
    public async Task A_run_that_goes_wrong_on_our_side_does_not_end_the_schedule()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        scenario.JobsOf.Queue.AfterCommit = () => throw new InvalidOperationException("A mistake of ours.");

        // The push is recorded, what comes after it fails: the next run finds it waiting.
        var failed = await scenario.WakeAtAsync(schedule, "2026-07-02T00:30Z");
        Assert.Equal((ScheduleRunOutcome.Failed, ScheduleScenario.Moment("2026-07-03T00:30Z")), (failed.LastRun!.Outcome, failed.NextRunAt));

        scenario.JobsOf.Queue.AfterCommit = () => Task.CompletedTask;
        await scenario.CancelAsync(Assert.Single(await scenario.PushesAsync(schedule)).Id);
        Assert.Equal(ScheduleRunOutcome.Started, (await scenario.WakeAtAsync(schedule, "2026-07-03T00:30Z")).LastRun!.Outcome);
    }

    [Fact]
    public async Task An_operator_runs_it_out_of_turn_and_the_next_run_stays_as_it_is()
    {
        await using var scenario = await ScheduleScenario.SetAsync(database, "2026-07-01T12:00Z");
        var schedule = await scenario.ScheduleAsync();
        await scenario.Service.PauseAsync(schedule.Id, "kim", Ct);
        await scenario.Service.ResumeAsync(schedule.Id, "kim", Ct);

        var first = Assert.IsType<RunNowResult.Asked>(await scenario.Service.RunNowAsync(schedule.Id, "kim", "key", Ct));
        var again = Assert.IsType<RunNowResult.Asked>(await scenario.Service.RunNowAsync(schedule.Id, "kim", "key", Ct));

        var push = Assert.Single(await scenario.PushesAsync(schedule));
        Assert.Equal(("kim", null), (push.RequestedBy, push.ScheduledFor));
        Assert.Equal((new StartResult.Started(push.Id), first.Result), (first.Result, again.Result));
        var ran = await scenario.ReadAsync(schedule);
        Assert.Equal((ScheduleRunOutcome.Started, push.Id, null, schedule.NextRunAt), (ran.LastRun!.Outcome, ran.LastRun.JobId, ran.LastRun.DueAt, ran.NextRunAt));
        Assert.IsType<RunNowResult.NotFound>(await scenario.Service.RunNowAsync(Guid.CreateVersion7(), "kim", null, Ct));
    }
}
