using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing;

/// <summary>Pausing with workers, a scheduler and stores that answer.</summary>
public sealed class PauseRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_paused_push_survives_a_restart_and_goes_on_with_the_very_same_list()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartSlowlyAsync();
        await PausedAsync(jobId);
        var paused = await _stage.JobAsync(jobId);
        await _stage.Worker.StopAsync(Ct);
        await _stage.StartWorkerAsync();
        await _stage.ProductsAsync(5, store);

        Assert.Equal(0, await _stage.Services.GetRequiredService<StorePushReconciler>().ReconcileAsync(Ct));
        Assert.InRange(paused.Processed, 1, 99);
        Assert.Equal((BulkPushJobStatus.Paused, paused.Processed), ((await _stage.JobAsync(jobId)).Status, (await _stage.JobAsync(jobId)).Processed));
        await _stage.HurryAsync(store);
        Assert.Equal(new PauseResult.Accepted(), await Pauses.ResumeAsync(jobId, null, "sam", Ct));

        var job = await _stage.FinishedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Total, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task Another_push_of_the_store_runs_while_one_is_paused_and_nothing_is_doubled()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(60, store);
        var jobId = await _stage.StartSlowlyAsync();
        await PausedAsync(jobId);
        await _stage.HurryAsync(store);

        var other = await _stage.PushAsync(PushStage.Directly);
        await Pauses.ResumeAsync(jobId, null, "sam", Ct);
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 60, 60), (other.Status, other.Total, other.Processed));
        Assert.Equal((BulkPushJobStatus.Completed, 60, 0), (job.Status, job.Processed, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task A_push_whose_worker_died_while_pausing_is_paused_by_the_next_firing_before_it_sends_anything()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await stage.StoreAsync("berlin");
        await stage.ProductsAsync(3, store);
        var jobId = await stage.StartAsync(PushStage.Directly);
        await stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(store.Id, "died-at-crash-point-7", Ct);
        await stage.Services.GetRequiredService<PushPauses>().PauseAsync(jobId, null, "sam", Ct);
        var requests = await stage.RequestsAsync(store);

        await stage.StartWorkerAsync();

        await Eventually.IsTrueAsync(async () => (await stage.JobAsync(jobId)).Status == BulkPushJobStatus.Paused, "the push is paused");
        Assert.Equal(requests, await stage.RequestsAsync(store));
    }

    private PushPauses Pauses => _stage.Services.GetRequiredService<PushPauses>();

    private async Task PausedAsync(Guid jobId)
    {
        Assert.Equal(new PauseResult.Accepted(), await Pauses.PauseAsync(jobId, null, "sam", Ct));
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(jobId)).Status == BulkPushJobStatus.Paused, "the push is paused");
    }
}
