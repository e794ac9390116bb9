using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Schedules;

/// <summary>Workers whose scheduler fires by a clock that the test turns, over demo stores.</summary>
public sealed class FiredScheduleTests(PostgresCluster cluster)
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nightly_push_takes_place_when_the_gap_of_a_clock_change_ends_and_the_night_after_at_its_time()
    {
        await using var stage = await SetAsync("2026-03-28T22:00Z");
        var schedule = await ScheduleAsync(stage);

        await TurnToAsync(stage, "2026-03-29T00:59:50Z");
        Assert.Empty(await PushesAsync(stage, schedule));
        var first = await RunAsync(stage, schedule, 1);
        Assert.Equal(ScheduleScenario.Moment("2026-03-29T01:00Z"), first[0].ScheduledFor);

        await TurnToAsync(stage, "2026-03-30T00:29:50Z");
        Assert.Single(await PushesAsync(stage, schedule));
        var second = await RunAsync(stage, schedule, 2);
        Assert.Equal(ScheduleScenario.Moment("2026-03-30T00:30Z"), second[1].ScheduledFor);
        Assert.Equal(BulkPushJobStatus.Completed, (await stage.JobAsync(second[0].Id)).Status);
    }

    [Fact]
    public async Task A_nightly_push_takes_place_once_in_the_night_that_has_its_time_twice()
    {
        await using var stage = await SetAsync("2026-10-24T22:00Z");
        var schedule = await ScheduleAsync(stage);

        await TurnToAsync(stage, "2026-10-25T00:29:50Z");
        var pushes = await RunAsync(stage, schedule, 1);
        Assert.Equal(ScheduleScenario.Moment("2026-10-25T00:30Z"), pushes[0].ScheduledFor);

        // Over the second 02:30 of that night.
        await TurnToAsync(stage, "2026-10-25T01:29:55Z");
        await TurnUntilAsync(() => Task.FromResult(_clock.GetUtcNow() > ScheduleScenario.Moment("2026-10-25T01:30:30Z")), "the second 02:30 has passed");
        Assert.Single(await PushesAsync(stage, schedule));
        Assert.Equal(ScheduleScenario.Moment("2026-10-26T01:30Z"), (await ReadAsync(stage, schedule)).NextRunAt);
    }

    [Theory]
    [InlineData(MissedRunRule.RunOnce, 1)]
    [InlineData(MissedRunRule.Skip, 0)]
    public async Task Runs_missed_while_everything_was_down_are_made_up_for_by_their_rule(MissedRunRule rule, int expected)
    {
        await using var stage = await SetAsync("2026-07-01T12:00Z");
        var schedule = await ScheduleAsync(stage, rule);
        await stage.StopAsync();
        _clock.SetUtcNow(ScheduleScenario.Moment("2026-07-04T09:00Z"));

        await stage.StartWorkerAsync();
        await TurnUntilAsync(async () => (await ReadAsync(stage, schedule)).LastRun is not null, "the missed run is seen");

        Assert.Equal((ScheduleScenario.Moment("2026-07-05T00:30Z"), schedule.NextRunAt), ((await ReadAsync(stage, schedule)).NextRunAt, (await ReadAsync(stage, schedule)).LastRun!.MissedSince));
        await TurnUntilAsync(() => Task.FromResult(_clock.GetUtcNow() > ScheduleScenario.Moment("2026-07-04T09:05Z")), "some minutes pass", TimeSpan.FromSeconds(5));
        Assert.Equal(expected, (await PushesAsync(stage, schedule)).Count);
    }

    [Fact]
    public async Task A_run_that_was_missed_while_the_schedule_was_paused_is_not_made_up_for()
    {
        await using var stage = await SetAsync("2026-07-01T12:00Z");
        var schedule = await ScheduleAsync(stage);
        await Service(stage).PauseAsync(schedule.Id, "kim", Ct);

        await TurnToAsync(stage, "2026-07-02T09:00Z");
        await Service(stage).ResumeAsync(schedule.Id, "kim", Ct);
        await TurnUntilAsync(() => Task.FromResult(_clock.GetUtcNow() > ScheduleScenario.Moment("2026-07-02T09:05Z")), "some minutes pass", TimeSpan.FromSeconds(5));

        Assert.Empty(await PushesAsync(stage, schedule));
        await TurnToAsync(stage, "2026-07-03T00:29:55Z");
        await RunAsync(stage, schedule, 1);
    }

    [Fact]
    public async Task Two_workers_start_one_push_for_each_run()
    {
        await using var stage = await SetAsync("2026-07-01T12:00Z");
        await stage.StartWorkerAsync();
        var schedule = await ScheduleAsync(stage);

        for (var night = 1; night <= 3; night++)
        {
            await TurnToAsync(stage, $"2026-07-0{night + 1}T00:29:55Z");
            var pushes = await RunAsync(stage, schedule, night);
            Assert.Equal(Enumerable.Range(2, night).Select(day => (DateTimeOffset?)ScheduleScenario.Moment($"2026-07-0{day}T00:30Z")), pushes.Select(push => push.ScheduledFor));
        }
    }

    private async Task<PushStage> SetAsync(string now)
    {
        _clock.SetUtcNow(ScheduleScenario.Moment(now));
        return await PushStage.SetAsync(cluster, TimeProvider.System, _clock, isWorker: true);
    }

    private static async Task<ScheduleView> ScheduleAsync(PushStage stage, MissedRunRule rule = MissedRunRule.RunOnce)
    {
        StoreSummary store = await stage.StoreAsync("berlin");
        await stage.ProductsAsync(3, store);
        var edit = ScheduleScenario.EditOf(store.Id) with { MissedRuns = rule };
        return Assert.IsType<ScheduleSaveResult.Saved>(await Service(stage).CreateAsync(edit, "sam", Ct)).Schedule;
    }

    private static ScheduleService Service(PushStage stage) => stage.Services.GetRequiredService<ScheduleService>();

    private static async Task<ScheduleView> ReadAsync(PushStage stage, ScheduleView schedule) =>
        (await stage.Services.GetRequiredService<ScheduleQueries>().FindAsync(schedule.Id, Ct))!;

    private static async Task<List<BulkPushJob>> PushesAsync(PushStage stage, ScheduleView schedule)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        return await db.BulkPushJobs.AsNoTracking().Where(j => j.ScheduleId == schedule.Id).OrderBy(j => j.CreatedAt).ToListAsync(Ct);
    }

    /// <summary>Turns the clock on, second by second, until the schedule has so many pushes and all of them have ended.</summary>
    private async Task<List<BulkPushJob>> RunAsync(PushStage stage, ScheduleView schedule, int count)
    {
        await TurnUntilAsync(async () => (await PushesAsync(stage, schedule)) is var pushes && pushes.Count == count && pushes.TrueForAll(push => push.IsFinal), $"push {count} has ended");
        return await PushesAsync(stage, schedule);
    }

    /// <summary>Lets the time until a moment pass at once.</summary>
    private async Task TurnToAsync(PushStage stage, string moment)
    {
        _clock.SetUtcNow(ScheduleScenario.Moment(moment));
        await TurnUntilAsync(async () => (await stage.Services.GetRequiredService<ScheduleQueries>().ListAsync(Ct)).All(s => s.NextRunAt is not { } next || next > _clock.GetUtcNow()), "nothing is due");
    }

    private Task TurnUntilAsync(Func<Task<bool>> condition, string what, TimeSpan? step = null) => Eventually.IsTrueAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            _clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return false;
        },
        what);
}
