using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Breaker;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing.Bulk;
using BulkPush.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing.Breaker;

/// <summary>The circuit breaker with workers, a scheduler and stores that fail and come back.</summary>
public sealed class BreakerRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData("tokenRevoked", false)]
    [InlineData("shopFrozen", true)]
    [InlineData("shopForbidden", true)]
    [InlineData("shopMissing", false)]
    [InlineData("shopLocked", true)]
    [InlineData("serverErrorJson", true)]
    [InlineData("connectionReset", true)]
    public async Task A_store_that_cannot_be_pushed_is_paused_alone_says_why_and_goes_on(string fault, bool byItself)
    {
        var (broken, sound) = (await _stage.StoreAsync("broken"), await _stage.StoreAsync("sound"));
        var products = await _stage.ProductsAsync(6, broken, sound);
        await FailAsync(broken, fault);

        var jobId = await _stage.StartAsync();
        var halted = await _stage.HaltedAsync(jobId);

        var store = halted.Stores.Single(s => s.StoreId == broken.Id);
        Assert.Equal((StorePushStatus.Paused, 0, 0, null), (store.Status, store.Progress.Processed, store.Progress.Skipped, store.Error));
        Assert.NotEmpty(store.Halt!.Reason);
        await _stage.AssertExactlyOnceAsync(halted, sound, products);

        await MendAsync(broken);
        var job = byItself ? await _stage.FinishedAsync(jobId) : await _stage.ResumedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 12, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, broken, products);
    }

    [Fact]
    public async Task A_store_that_nothing_asks_stays_paused_until_the_operator_resumes_it()
    {
        var store = await _stage.StoreAsync("berlin");
        await _stage.ProductsAsync(3, store);
        await FailAsync(store, "tokenRevoked");
        var jobId = await _stage.StartAsync();
        await _stage.HaltedAsync(jobId);
        var requests = await _stage.RequestsAsync(store);

        await _stage.Services.GetRequiredService<StoreProber>().ProbeAsync(Ct);

        Assert.Equal(requests, await _stage.RequestsAsync(store));
        Assert.Equal(BulkPushJobStatus.Paused, (await _stage.JobAsync(jobId)).Status);
    }

    [Theory]
    [InlineData("tokenRevoked", false)]
    [InlineData("shopFrozen", true)]
    public async Task A_store_that_is_lost_on_the_way_keeps_what_it_got_and_gets_the_rest_later(string fault, bool byItself)
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartSlowlyAsync();
        await FailAsync(store, fault);

        var halted = await _stage.HaltedAsync(jobId);

        Assert.InRange(halted.Created, 1, 99);
        Assert.Equal((0, 0, halted.Created), (halted.Skipped, halted.Failed, (await _stage.HeldAsync(store)).Count));
        await MendAsync(store);
        await _stage.HurryAsync(store);
        var job = byItself ? await _stage.FinishedAsync(jobId) : await _stage.ResumedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task A_store_that_answers_nothing_but_errors_is_paused_and_no_product_is_failed_by_it()
    {
        var store = await _stage.StoreAsync("berlin", new { maximumAvailable = 300, restoreRate = 200 });
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartSlowlyAsync();
        await FailAsync(store, "internalServerError");

        var halted = await _stage.HaltedAsync(jobId);

        Assert.Equal(("SHOPIFY_UNAVAILABLE", 0), (halted.Stores[0].Halt!.Code, halted.Failed));
        await MendAsync(store);
        var job = await _stage.FinishedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 100, 0, 0), (job.Status, job.Created + job.Updated, job.Failed, job.Skipped));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task Products_that_are_refused_each_for_a_reason_of_its_own_stop_nothing()
    {
        var store = await _stage.StoreAsync("berlin");
        var sound = await _stage.ProductsAsync(5, store);
        foreach (var product in await _stage.ProductsAsync(60, store))
        {
            await _stage.ChangeAsync(product, p => p.Variants[0].Price = -1);
        }

        var job = await _stage.PushAsync(PushStage.Directly);

        Assert.Equal((BulkPushJobStatus.Completed, 5, 60), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, sound);
    }

    [Fact]
    public async Task Two_workers_never_resume_a_push_twice()
    {
        await _stage.StartWorkerAsync();
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(20, store);
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(store, "shopFrozen");
            var jobId = await _stage.StartAsync(new PushScope { Force = true });
            await _stage.HaltedAsync(jobId);
            await MendAsync(store);

            var job = await _stage.FinishedAsync(jobId);

            Assert.Equal((BulkPushJobStatus.Completed, 20, 0), (job.Status, job.Processed, job.Failed));
            await _stage.AssertExactlyOnceAsync(job, store, products);
        }

        Assert.Equal(60, await _stage.SentDirectlyAsync(store));
    }

    [Fact]
    public async Task A_push_with_which_worker_after_worker_dies_is_paused_for_the_operator()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await stage.StoreAsync("berlin");
        var products = await stage.ProductsAsync(3, store);
        var jobId = await stage.StartAsync();
        for (var death = 0; death <= new PushingOptions().DeathsAtMost; death++)
        {
            await stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(store.Id, $"died-{death}", Ct);
        }

        await stage.StartWorkerAsync();
        var halted = await stage.HaltedAsync(jobId);

        Assert.Equal(("WORKERS_DIE", null), (halted.Stores[0].Halt!.Code, halted.Stores[0].Halt!.ProbeAt));
        await stage.AssertExactlyOnceAsync(await stage.ResumedAsync(jobId), store, products);
    }

    private Task FailAsync(StoreSummary store, string fault) =>
        _stage.Shops.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { probability = 1.0 } } }, store.Name);

    private Task MendAsync(StoreSummary store) => _stage.Shops.ActAsync(new { action = "clearFaults" }, store.Name);
}
