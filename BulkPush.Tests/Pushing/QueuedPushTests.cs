using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing;

/// <summary>Pushes of one store one behind the other, with workers, a scheduler and stores that answer.</summary>
public sealed class QueuedPushTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Pushes_of_a_store_run_one_after_the_other_in_the_order_in_which_they_were_queued()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(60, store);
        var jobs = new List<Guid> { await _stage.StartSlowlyAsync() };
        for (var i = 0; i < 4; i++)
        {
            jobs.Add(await QueueAsync(store));
        }

        Assert.All((await JobsAsync(jobs)).Skip(1), job => Assert.Equal((BulkPushJobStatus.Pending, null), (job.Status, job.StartedAt)));
        await _stage.HurryAsync(store);

        var finished = await FinishedAsync(jobs);
        Assert.All(finished, job => Assert.Equal((BulkPushJobStatus.Completed, 60, 0), (job.Status, job.Processed, job.Failed)));
        Assert.All(finished.Zip(finished.Skip(1)), pair => Assert.True(pair.First.FinishedAt <= pair.Second.StartedAt));
        Assert.Equal((60, 240), (finished[0].Created, finished.Skip(1).Sum(job => job.Unchanged)));
        await _stage.AssertExactlyOnceAsync(finished[^1], store, products);
    }

    [Fact]
    public async Task Waiting_pushes_survive_a_restart_and_those_that_were_cancelled_do_not_run()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        await _stage.ProductsAsync(60, store);
        var first = await _stage.StartSlowlyAsync();
        var (cancelled, last) = (await QueueAsync(store), await QueueAsync(store));

        await _stage.Jobs.CancelAsync(cancelled, "sam", Ct);
        await _stage.Worker.StopAsync(Ct);
        await _stage.HurryAsync(store);
        await _stage.StartWorkerAsync();

        var finished = await FinishedAsync([first, cancelled, last]);
        Assert.Equal([BulkPushJobStatus.Completed, BulkPushJobStatus.Cancelled, BulkPushJobStatus.Completed], finished.Select(job => job.Status));
        Assert.Equal((60, null, 60), (finished[0].Created, finished[1].StartedAt, finished[2].Unchanged));
    }

    [Fact]
    public async Task A_push_that_was_paused_while_others_waited_is_queued_behind_them()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(60, store);
        var first = await _stage.StartSlowlyAsync();
        var second = await QueueAsync(store);
        var pauses = _stage.Services.GetRequiredService<PushPauses>();
        await pauses.PauseAsync(first, null, "sam", Ct);
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(second)).Created > 0, "the next one begins");

        Assert.IsType<PauseResult.Busy>(await pauses.ResumeAsync(first, null, "sam", Ct));
        Assert.Equal(new PauseResult.Accepted(), await pauses.ResumeAsync(first, null, "sam", WhenBusy.Queue, Ct));
        await _stage.HurryAsync(store);

        var finished = await FinishedAsync([first, second]);
        Assert.True(finished[1].FinishedAt <= finished[0].FinishedAt);
        Assert.Equal((60, 60), (finished[0].Processed, finished[1].Processed));
        await _stage.AssertExactlyOnceAsync(finished[0], store, products);
    }

    [Fact]
    public async Task A_small_push_goes_before_a_large_one_that_runs_which_goes_on_with_its_very_list()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(60, store);
        var large = await _stage.StartSlowlyAsync();
        var waiting = await QueueAsync(store);
        var late = await _stage.ProductsAsync(1, store);

        var small = await _stage.FinishedAsync(await StartAsync(PushStage.Directly with { ProductIds = [late[0].Id] }, WhenBusy.Ahead));
        var gaveWay = await _stage.JobAsync(large);
        await _stage.HurryAsync(store);

        var finished = await FinishedAsync([large, waiting]);
        Assert.Equal((BulkPushJobStatus.Completed, 1), (small.Status, small.Created));
        Assert.Equal((BulkPushJobStatus.Running, 60), (gaveWay.Status, gaveWay.Total));
        Assert.InRange(gaveWay.Processed, 1, 59);
        Assert.Equal((BulkPushJobStatus.Completed, 60, 60, 0), (finished[0].Status, finished[0].Total, finished[0].Processed, finished[0].Failed));
        Assert.True(small.FinishedAt < finished[0].FinishedAt && finished[0].FinishedAt <= finished[1].StartedAt);
        Assert.Equal((BulkPushJobStatus.Completed, 61), (finished[1].Status, finished[1].Unchanged));
        await _stage.AssertFiguresAsync(small, store);
        await _stage.AssertExactlyOnceAsync(finished[0], store, [.. products, .. late]);
    }

    [Fact]
    public async Task A_push_that_gave_way_goes_on_when_the_one_that_was_to_go_first_is_cancelled()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(60, store);
        var large = await _stage.StartSlowlyAsync();
        var late = await _stage.ProductsAsync(1, store);
        var small = await StartAsync(PushStage.Directly with { ProductIds = [late[0].Id] }, WhenBusy.Ahead);

        await _stage.Jobs.CancelAsync(small, "sam", Ct);
        await _stage.HurryAsync(store);

        var finished = await FinishedAsync([small, large]);
        Assert.Equal((BulkPushJobStatus.Cancelled, BulkPushJobStatus.Completed, 60), (finished[0].Status, finished[1].Status, finished[1].Processed));
        await _stage.AssertExactlyOnceAsync(finished[1], store, finished[0].Created == 1 ? [.. products, .. late] : products);
    }

    [Fact]
    public async Task A_store_that_goes_takes_its_line_along_and_the_jobs_end()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await stage.StoreAsync("berlin");
        await stage.ProductsAsync(3, store);
        var first = await stage.StartAsync();
        var second = Assert.IsType<StartResult.Started>(await stage.Jobs.StartAsync(PushScope.Everything, "kim", null, WhenBusy.Queue, Ct)).JobId;
        await using (var db = await stage.Contexts.CreateDbContextAsync(Ct))
        {
            await db.Stores.Where(s => s.Id == store.Id).ExecuteDeleteAsync(Ct);
        }

        await stage.StartWorkerAsync();
        await stage.Services.GetRequiredService<StorePushReconciler>().SettleForgottenJobsAsync(Ct);

        Assert.All(new[] { await stage.FinishedAsync(first), await stage.FinishedAsync(second) }, job => Assert.Equal((BulkPushJobStatus.Cancelled, 0), (job.Status, job.Total)));
        Assert.Equal(0, await stage.RequestsAsync(store));
    }

    private Task<Guid> QueueAsync(StoreSummary store) => StartAsync(PushStage.Directly with { StoreIds = [store.Id] }, WhenBusy.Queue);

    private async Task<Guid> StartAsync(PushScope scope, WhenBusy whenBusy) =>
        Assert.IsType<StartResult.Started>(await _stage.Jobs.StartAsync(scope, "kim", null, whenBusy, Ct)).JobId;

    private Task<JobProgress[]> JobsAsync(IEnumerable<Guid> jobs) => Task.WhenAll(jobs.Select(_stage.JobAsync));

    private Task<JobProgress[]> FinishedAsync(IEnumerable<Guid> jobs) => Task.WhenAll(jobs.Select(_stage.FinishedAsync));
}
