using System.Net.Http.Headers;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Schedules;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing.Crashes;

/// <summary>Crash points that no worker passes: three are the web's, one is the store's side of a call, one is passed without a push.</summary>
public sealed class CrashPointsOfOthersTests(PostgresCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Crash_point_1_a_job_that_was_recorded_and_not_queued_does_not_exist_and_is_started_again_by_the_same_key()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await using var dying = await crash.StartDyingAsync(1, roles: "web");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(dying, "api/products/bulk-push", "key-1"));
        await dying.KilledAsync();
        await using (var db = await crash.Stage.Contexts.CreateDbContextAsync(Ct))
        {
            Assert.Equal(0, await db.BulkPushJobs.CountAsync(Ct));
            Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from jobs.qrtz_triggers").SingleAsync(Ct));
        }

        await crash.Stage.StartWorkerAsync();
        var started = Assert.IsType<StartResult.Started>(await crash.Stage.Jobs.StartAsync(PushScope.Everything, "bootstrap", "key-1", Ct));
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(started.JobId));
    }

    [Fact]
    public async Task Crash_point_5_a_product_that_only_the_store_knows_of_is_found_again()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await using var worker = await crash.Stage.StartWorkerProcessAsync(CrashStage.Settings);
        var jobId = await crash.StartUnansweredAsync();

        await worker.KillAsync();
        var known = (await crash.Stage.JobAsync(jobId)).Created;
        Assert.True((await crash.Stage.HeldAsync(crash.Store)).Count > known);

        await crash.AssertNothingLostOrDoubledAsync(await crash.GoOnAsync(jobId));
    }

    [Fact]
    public async Task Crash_point_9_a_cancel_that_was_saved_and_not_passed_on_is_found_by_the_worker()
    {
        await using var crash = await CrashStage.SetAsync(cluster, PushStage.SlowShop);
        await using var dying = await crash.StartDyingAsync(9, roles: "web");
        await crash.Stage.StartWorkerAsync();
        var jobId = await crash.Stage.StartSlowlyAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(dying, $"api/products/bulk-push/{jobId}/cancel"));
        await dying.KilledAsync();
        var cancelled = await crash.Stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Cancelled, CrashStage.Count, 0), (cancelled.Status, cancelled.Created + cancelled.Skipped, cancelled.Failed));
        Assert.InRange(cancelled.Created, 1, CrashStage.Count - 1);
        Assert.Equal(cancelled.Created, (await crash.Stage.HeldAsync(crash.Store)).Count);
        await crash.Stage.HurryAsync(crash.Store);
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.PushAsync(), cancelled.Created);
    }

    [Fact]
    public async Task Crash_point_9_a_pause_that_was_saved_and_not_passed_on_is_found_by_the_worker()
    {
        await using var crash = await CrashStage.SetAsync(cluster, PushStage.SlowShop);
        await using var dying = await crash.StartDyingAsync(9, roles: "web");
        await crash.Stage.StartWorkerAsync();
        var jobId = await crash.Stage.StartSlowlyAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(dying, $"api/products/bulk-push/{jobId}/pause"));
        await dying.KilledAsync();

        await AssertPausesAndGoesOnAsync(crash, jobId);
    }

    [Fact]
    public async Task Crash_point_7_a_worker_that_dies_before_it_says_paused_leaves_a_push_that_the_next_one_pauses()
    {
        await using var crash = await CrashStage.SetAsync(cluster, PushStage.SlowShop);
        await using var dying = await crash.StartDyingAsync(7);
        var jobId = await crash.Stage.StartSlowlyAsync();

        Assert.IsType<PauseResult.Accepted>(await crash.Stage.Services.GetRequiredService<PushPauses>().PauseAsync(jobId, null, "test", Ct));
        await dying.KilledAsync();
        Assert.Equal(BulkPushJobStatus.Running, (await crash.Stage.JobAsync(jobId)).Status);
        await crash.Stage.StartWorkerAsync();

        await AssertPausesAndGoesOnAsync(crash, jobId);
    }

    [Fact]
    public async Task Crash_point_19_a_store_that_has_answered_a_dying_worker_is_asked_by_another_one()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await crash.Stage.Shops.ConfigureAsync(new { faults = new { shopFrozen = new { probability = 1.0 } } }, crash.Store.Name);
        await using var dying = await crash.StartDyingAsync(19);
        var jobId = await crash.Stage.StartAsync(PushStage.Directly);
        await crash.Stage.HaltedAsync(jobId);

        await crash.Stage.Shops.ActAsync(new { action = "clearFaults" }, crash.Store.Name);
        await dying.KilledAsync();
        Assert.Equal(StorePushStatus.Paused, (await crash.Stage.JobAsync(jobId)).Stores[0].Status);

        await crash.Stage.StartWorkerAsync();
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(jobId));
    }

    [Fact]
    public async Task Crash_point_20_a_worker_that_dies_after_another_one_and_before_it_touched_anything_blames_nobody()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        var jobId = await crash.Stage.StartAsync(PushStage.Directly);
        await crash.Stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(crash.Store.Id, "died-before", Ct);
        await using var dying = await crash.StartDyingAsync(20);
        await dying.KilledAsync();

        await crash.Stage.StartWorkerAsync();
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(jobId));
    }

    private static async Task AssertPausesAndGoesOnAsync(CrashStage crash, Guid jobId)
    {
        await Eventually.IsTrueAsync(async () => (await crash.Stage.JobAsync(jobId)).Status == BulkPushJobStatus.Paused, "the push pauses");
        Assert.InRange((await crash.Stage.JobAsync(jobId)).Created, 1, CrashStage.Count - 1);
        await crash.Stage.HurryAsync(crash.Store);
        Assert.IsType<PauseResult.Accepted>(await crash.Stage.Services.GetRequiredService<PushPauses>().ResumeAsync(jobId, null, "test", Ct));
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(jobId));
    }

    [Fact]
    public async Task Crash_point_23_what_was_sent_and_not_recorded_is_sent_again_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var crash = await CrashStage.SetAsync(cluster);
        var target = await crash.TellAsync(receiver);
        await using var dying = await crash.StartDyingAsync(23);
        var jobId = await crash.Stage.StartAsync();

        await dying.KilledAsync();
        var sent = Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Pending, 1), await crash.ToldAsync(target) is [var open] ? (open.Status, open.Attempts) : default);

        await crash.Stage.StartWorkerAsync();
        await Eventually.IsTrueAsync(async () => await crash.ToldAsync(target) is [{ Status: DeliveryStatus.Delivered }], "it is delivered");
        Assert.Equal([sent.DeliveryId, sent.DeliveryId], receiver.Received.Select(hook => hook.DeliveryId));
        Assert.Equal([sent.Body, sent.Body], receiver.Received.Select(hook => hook.Body));
        Assert.Equal((jobId, 2, 200), await crash.ToldAsync(target) is [var told] ? (told.JobId, told.Attempts, told.LastCode) : default);
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(jobId));
    }

    [Fact]
    public async Task Crash_point_24_a_push_that_did_not_come_to_its_end_is_told_once_when_it_does()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var crash = await CrashStage.SetAsync(cluster);
        var target = await crash.TellAsync(receiver);
        await using var dying = await crash.StartDyingAsync(24);
        var jobId = await crash.Stage.StartAsync();

        await dying.KilledAsync();
        Assert.False((await crash.Stage.JobAsync(jobId)).IsFinal);
        Assert.Empty(await crash.ToldAsync(target));

        await crash.Stage.StartWorkerAsync();
        var job = await crash.Stage.FinishedAsync(jobId);
        Assert.Single(await crash.ToldAsync(target));
        await Eventually.IsTrueAsync(async () => await crash.ToldAsync(target) is [{ Status: DeliveryStatus.Delivered }], "it is delivered");
        Assert.Equal("completed", (string?)Assert.Single(receiver.Received).Json["event"]);
        await crash.AssertNothingLostOrDoubledAsync(job);
    }

    [Fact]
    public async Task Crash_point_21_a_schedule_that_was_recorded_and_is_not_waited_for_does_not_exist()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await using var dying = await crash.StartDyingAsync(21, roles: "web");
        const string Body = """{ "name": "Nightly", "cron": "30 2 * * *", "timeZone": "Europe/Berlin" }""";

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(dying, "api/schedules", body: Body));
        await dying.KilledAsync();

        await using var db = await crash.Stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal(0, await db.PushSchedules.CountAsync(Ct));
        Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from jobs.qrtz_triggers").SingleAsync(Ct));
    }

    [Fact]
    public async Task Crash_point_22_a_push_that_was_started_and_not_noted_is_not_started_again()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        var schedules = crash.Stage.Services.GetRequiredService<ScheduleService>();
        var edit = new ScheduleEdit { Name = "Nightly", Cron = "30 2 1 1 *", TimeZone = "Europe/Berlin" };
        var schedule = Assert.IsType<ScheduleSaveResult.Saved>(await schedules.CreateAsync(edit, "test", Ct)).Schedule;
        await using var db = await crash.Stage.Contexts.CreateDbContextAsync(Ct);
        await db.Database.ExecuteSqlAsync($"update push_schedules set next_run_at = now() - interval '1 hour' where id = {schedule.Id}", Ct);

        await using var dying = await crash.StartDyingAsync(22);
        await dying.KilledAsync();
        var started = Assert.Single(await db.BulkPushJobs.AsNoTracking().ToListAsync(Ct));
        Assert.Null((await db.PushSchedules.AsNoTracking().SingleAsync(Ct)).LastRun);

        await crash.Stage.StartWorkerAsync();
        await Eventually.IsTrueAsync(async () => (await db.PushSchedules.AsNoTracking().SingleAsync(Ct)).LastRun is not null, "the run is noted");
        var noted = await db.PushSchedules.AsNoTracking().SingleAsync(Ct);
        Assert.Equal((ScheduleRunOutcome.Started, started.Id, schedule.NextRunAt), (noted.LastRun!.Outcome, noted.LastRun.JobId, noted.NextRunAt));
        Assert.Equal(1, await db.BulkPushJobs.CountAsync(Ct));
        await crash.AssertNothingLostOrDoubledAsync(await crash.Stage.FinishedAsync(started.Id));
    }

    private static async Task PostAsync(AppProcess application, string path, string? key = null, string body = "{}")
    {
        using var client = new HttpClient { BaseAddress = application.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningApp.ApiToken);
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        }

        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        Assert.Fail($"It answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Ct)}");
    }
}
