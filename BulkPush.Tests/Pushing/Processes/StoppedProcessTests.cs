using BulkPush.Core.Pushing;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing.Processes;

/// <summary>A worker process is asked to stop (SIGTERM), as by every deployment.</summary>
public sealed class StoppedProcessTests(PostgresCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_worker_waits_for_no_store_hands_its_push_back_and_fails_no_product()
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await using var worker = await crash.Stage.StartWorkerProcessAsync();
        var jobId = await crash.StartUnansweredAsync();

        var began = TimeProvider.System.GetTimestamp();
        var exitCode = await worker.StopAsync();
        output.WriteLine($"Stopped and handed back {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after SIGTERM.");

        Assert.Equal(0, exitCode);
        var left = await crash.Stage.JobAsync(jobId);
        Assert.Equal((false, 0, 0), (left.IsFinal, left.Failed, left.Skipped));
        Assert.True(await crash.Stage.Services.GetRequiredService<StorePushQueue>().IsAliveAsync(crash.Store.Id, Ct));
        await using (var db = await crash.Stage.Contexts.CreateDbContextAsync(Ct))
        {
            Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from jobs.qrtz_fired_triggers").SingleAsync(Ct));
        }

        await crash.AssertNothingLostOrDoubledAsync(await crash.GoOnAsync(jobId));
    }
}
