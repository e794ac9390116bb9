using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Tests.Pushing;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Schedules;

/// <summary>A schedule's run that finds its store busy, with a worker, a scheduler and a store that answers.</summary>
public sealed class BusyStoreScheduleTests(PostgresCluster cluster)
{
    private const int Count = 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_queues_behind_the_push_that_is_there_and_both_end_right()
    {
        await using var stage = await PushStage.SetAsync(cluster);
        var store = await stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await stage.ProductsAsync(Count, store);
        var first = await stage.StartSlowlyAsync();
        var schedules = stage.Services.GetRequiredService<ScheduleService>();
        var made = Assert.IsType<ScheduleSaveResult.Saved>(await schedules.CreateAsync(ScheduleScenario.EditOf(store.Id) with { Cron = "0 3 1 1 *" }, "sam@example.com", Ct));

        await schedules.RunNowAsync(made.Schedule.Id, "sam@example.com", null, Ct);
        var second = await PushOfAsync(stage, made.Schedule.Id);
        Assert.Equal(BulkPushJobStatus.Pending, (await stage.JobAsync(second)).Status);
        await stage.HurryAsync(store);

        Assert.Equal((BulkPushJobStatus.Completed, Count, 0), Figures(await stage.FinishedAsync(first)));
        var scheduled = await stage.FinishedAsync(second);
        Assert.Equal((BulkPushJobStatus.Completed, Count, 0), Figures(scheduled));
        Assert.Equal(Count, scheduled.Unchanged);
        await stage.AssertExactlyOnceAsync(scheduled, store, products);

        static (BulkPushJobStatus, int, int) Figures(JobProgress job) => (job.Status, job.Processed, job.Failed);
    }

    private static async Task<Guid> PushOfAsync(PushStage stage, Guid scheduleId)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        return await db.BulkPushJobs.Where(j => j.ScheduleId == scheduleId).Select(j => j.Id).SingleAsync(Ct);
    }
}
