using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing;

public sealed class StorePushRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Creates_every_product_in_every_store_it_is_sold_in()
    {
        var (berlin, oslo) = (await _stage.StoreAsync("berlin"), await _stage.StoreAsync("oslo"));
        var both = await _stage.ProductsAsync(30, berlin, oslo);
        var osloOnly = await _stage.ProductsAsync(7, oslo);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 67, 67), (job.Status, job.Total, job.Created));
        await _stage.AssertExactlyOnceAsync(job, berlin, both);
        await _stage.AssertExactlyOnceAsync(job, oslo, [.. both, .. osloOnly]);
    }

    [Fact]
    public async Task A_second_push_reports_everything_unchanged_without_a_call()
    {
        var store = await _stage.StoreAsync("berlin");
        await _stage.ProductsAsync(12, store);
        await _stage.PushAsync();
        var requests = await _stage.RequestsAsync(store);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 12, 12), (job.Status, job.Total, job.Unchanged));
        Assert.Equal(requests, await _stage.RequestsAsync(store));
    }

    [Fact]
    public async Task Sends_only_what_changed_and_counts_a_change_without_effect_as_unchanged()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(10, store);
        await _stage.PushAsync();
        await _stage.ChangeAsync(products[3], p => p.Title = "A new title");
        await _stage.ChangeAsync(products[4], p => p.Title = p.Title);

        var job = await _stage.PushAsync();

        Assert.Equal((1, 9, 0), (job.Updated, job.Unchanged, job.Failed));
        Assert.Contains(await _stage.HeldAsync(store), held => held.Text("title") == "A new title" && held.Text("handle") == products[3].Handle);
    }

    [Fact]
    public async Task Force_sends_everything_again()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(5, store);
        await _stage.PushAsync();

        var job = await _stage.PushAsync(new PushScope { Force = true });

        Assert.Equal((5, 0), (job.Updated, job.Unchanged));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task A_refused_product_is_kept_with_its_reason_and_the_others_go_on()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(8, store);
        await _stage.ChangeAsync(products[2], p => p.Title = " ");
        await _stage.ChangeAsync(products[5], p => p.Handle = products[6].Handle + "-taken");
        using var made = await _stage.Shops.PostAsync(
            new
            {
                query = "mutation M($i: ProductSetInput!) { productSet(input: $i) { product { id } userErrors { message } } }",
                variables = new { i = new { title = "Somebody else's", handle = products[6].Handle + "-taken" } },
            },
            "berlin",
            "shpat_berlin");

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 6, 2), (job.Status, job.Created, job.Failed));
        Assert.Equal([products[2].Id, products[5].Id], job.Stores[0].Progress.RecentErrors.Select(e => e.ProductId).Order());
        Assert.All(job.Stores[0].Progress.RecentErrors, error => Assert.NotEmpty(error.Message));
        Assert.Single(await _stage.HeldAsync(store), held => held.Text("title") == "Somebody else's");
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.NotNull((await db.ProductChannels.SingleAsync(c => c.ProductId == products[5].Id, Ct)).LastErrorMessage);
    }

    [Fact]
    public async Task A_product_that_failed_is_tried_again_by_the_next_push()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(3, store);
        await _stage.ChangeAsync(products[1], p => p.Title = "");
        await _stage.PushAsync();
        await _stage.ChangeAsync(products[1], p => p.Title = "Better");

        var job = await _stage.PushAsync();

        Assert.Equal((1, 2, 0), (job.Created, job.Unchanged, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task Passing_faults_cost_no_product_and_double_none()
    {
        const int Count = 4;
        string[] faults =
        [
            "throttle", "tooManyRequests", "serverErrorJson", "serverErrorHtml", "connectionReset", "lostReply",
            "internalServerError", "internalServerErrorAfterEffect", "badJson",
        ];
        var stores = new List<StoreSummary>();
        foreach (var _ in faults)
            stores.Add(await _stage.StoreAsync($"shop-{stores.Count}", PushStage.SlowShop));
        var products = await _stage.ProductsAsync(50, [.. stores]);
        // Not before products are under way in each: the check of the store would meet them all.
        var jobId = await _stage.StartSlowlyAsync();
        foreach (var (fault, store) in faults.Zip(stores))
        {
            await _stage.Shops.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count = Count } } }, store.Name);
            await _stage.HurryAsync(store);
        }

        var job = await _stage.FinishedAsync(jobId);

        foreach (var (fault, store) in faults.Zip(stores))
        {
            var progress = job.Stores.Single(s => s.StoreId == store.Id).Progress;
            var met = (int?)(await _stage.Shops.ControlAsync(store.Name)).At($"requests.faults.{fault}");
            Assert.Equal((fault, Count, 50, 0), (fault, met, progress.Created, progress.Failed));
            await _stage.AssertExactlyOnceAsync(job, store, products);
        }
    }

    [Fact]
    public async Task A_product_deleted_in_the_store_is_created_again()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(4, store);
        await _stage.PushAsync();
        await _stage.Shops.ActAsync(new { action = "deleteProduct", handle = products[1].Handle }, "berlin");

        var job = await _stage.PushAsync(new PushScope { Force = true });

        Assert.Equal((1, 3), (job.Created, job.Updated));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task Cancel_stops_a_running_push_and_the_next_one_ends_it_without_doubles()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartSlowlyAsync();

        Assert.Equal(CancelResult.Accepted, await _stage.Jobs.CancelAsync(jobId, "test", Ct));
        var cancelled = await _stage.FinishedAsync(jobId);
        var requests = await _stage.RequestsAsync(store);

        Assert.Equal(BulkPushJobStatus.Cancelled, cancelled.Status);
        Assert.InRange(cancelled.Created, 1, 99);
        Assert.Equal(100, cancelled.Created + cancelled.Skipped);
        Assert.Equal(cancelled.Created, (await _stage.HeldAsync(store)).Count);
        Assert.Equal(requests, await _stage.RequestsAsync(store));
        await _stage.HurryAsync(store);
        await _stage.AssertExactlyOnceAsync(await _stage.PushAsync(), store, products);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_hands_its_push_to_another_one()
    {
        var store = await _stage.StoreAsync("berlin", PushStage.SlowShop);
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartSlowlyAsync();
        var first = _stage.Worker;
        await _stage.StartWorkerAsync();

        await first.StopAsync(Ct);
        Assert.False((await _stage.JobAsync(jobId)).IsFinal);
        await _stage.HurryAsync(store);
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }
}
