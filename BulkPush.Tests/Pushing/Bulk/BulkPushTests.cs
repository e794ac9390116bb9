using BulkPush.Core.Jobs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>Whole pushes by bulk operations, over demo stores and a real database.</summary>
public sealed class BulkPushTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Creates_every_product_by_files_of_limited_length()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(35, store);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 35, 35), (job.Status, job.Total, job.Created));
        Assert.Equal([10, 10, 10, 5], (await _stage.OperationsAsync()).Select(o => o.LineCount));
        Assert.Equal((PushStrategy.Bulk, 0), (job.Stores[0].Strategy, await _stage.SentDirectlyAsync(store)));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Puts_only_what_changed_into_a_file_and_knows_the_products_by_their_id()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(20, store);
        await _stage.PushAsync(InFiles);
        await _stage.ChangeAsync(products[3], p => p.Title = "A new title");
        await _stage.ChangeAsync(products[4], p => p.Title = p.Title);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((0, 1, 19, 0), (job.Created, job.Updated, job.Unchanged, job.Failed));
        Assert.Equal([10, 10, 1], (await _stage.OperationsAsync()).Select(o => o.LineCount));
        Assert.Contains(await _stage.HeldAsync(store), held => held.Text("title") == "A new title" && held.Text("handle") == products[3].Handle);
        Assert.Equal(20, (await _stage.PushAsync(InFiles)).Unchanged);
    }

    [Fact]
    public async Task Keeps_what_the_store_says_of_each_line_and_sends_no_line_that_a_check_refuses()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
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

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 6, 2), (job.Status, job.Created, job.Failed));
        var errors = job.Stores[0].Progress.RecentErrors.OrderBy(e => e.ProductId).ToList();
        Assert.Equal([(products[2].Id, "INVALID_PRODUCT"), (products[5].Id, "HANDLE_IN_USE")], errors.Select(e => (e.ProductId, e.Code)));
        Assert.Contains(products[6].Handle + "-taken", errors[1].Message, StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(await _stage.OperationsAsync()).LineCount);
    }

    [Fact]
    public async Task A_product_that_is_gone_from_the_store_is_created_again_by_a_call()
    {
        var store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(12, store);
        await _stage.PushAsync(InFiles);
        await _stage.Shops.ActAsync(new { action = "deleteProduct", handle = products[1].Handle }, "berlin");

        var job = await _stage.PushAsync(InFiles with { Force = true });

        Assert.Equal((1, 11), (job.Created, job.Updated));
        Assert.EndsWith("The last one was sent directly.", job.Stores[0].StrategyReason, StringComparison.Ordinal);
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task Counts_nothing_as_processed_before_its_own_result_was_read()
    {
        var store = await _stage.StoreAsync("berlin", new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 6, bulkCountStep = 2 });
        await _stage.ProductsAsync(40, store);
        var jobId = await _stage.StartAsync(InFiles);

        StorePushProgress? coarse = null;
        await Eventually.IsTrueAsync(
            async () => (coarse = (await _stage.JobAsync(jobId)).Stores[0].Progress) is { UnderWay: > 0, Processed: 0 }, "the shop tells how far it is");

        Assert.True(coarse!.IsCoarse);
        Assert.Equal("Shopify is working through 4 files", coarse.Phase);
        var job = await _stage.FinishedAsync(jobId);
        Assert.Equal((40, 0, false), (job.Created, job.Stores[0].Progress.UnderWay, job.Stores[0].Progress.IsCoarse));
    }

    [Fact]
    public async Task Chooses_files_by_itself_where_they_end_sooner_and_says_why()
    {
        var (quick, slow) = (await _stage.StoreAsync("quick", Fast), await _stage.StoreAsync("slow", new { maximumAvailable = 60, restoreRate = 4, bulkLinesPerSecond = 0 }));
        await _stage.ProductsAsync(30, quick, slow);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 60), (job.Status, job.Created));
        var (byCalls, byFiles) = (job.Stores.Single(s => s.StoreId == quick.Id), job.Stores.Single(s => s.StoreId == slow.Id));
        Assert.Equal((PushStrategy.Direct, PushStrategy.Bulk), (byCalls.Strategy, byFiles.Strategy));
        Assert.StartsWith("Directly: a moment against about 22 s in files (30 products, ", byCalls.StrategyReason, StringComparison.Ordinal);
        Assert.StartsWith("In files: about 22 s against about ", byFiles.StrategyReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remembers_how_fast_the_store_was_for_the_next_choice()
    {
        var store = await _stage.StoreAsync("berlin", new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 100 });
        await _stage.ProductsAsync(150, store);
        await _stage.PushAsync(InFiles);

        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        var pace = (await db.Stores.AsNoTracking().SingleAsync(s => s.Id == store.Id, Ct)).Pace;

        Assert.InRange(pace!.BulkLinesPerSecond!.Value, 1, 100);
    }

    [Fact]
    public async Task A_product_that_changed_while_its_file_ran_stays_due()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(20, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilAsync(BulkOperationStatus.Running);
        await _stage.ChangeAsync(products[7], p => p.Title = "Changed meanwhile");
        await _stage.FinishedAsync(jobId);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((1, 19), (job.Updated, job.Unchanged));
        Assert.Contains(await _stage.HeldAsync(store), held => held.Text("title") == "Changed meanwhile");
    }

    [Fact]
    public async Task Pushes_five_thousand_products_in_five_files_at_once()
    {
        await using var stage = await PushStage.SetAsync(cluster);
        var store = await stage.StoreAsync("berlin", Fast);
        var products = await stage.ProductsAsync(5000, store);

        var job = await stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 5000, 0), (job.Status, job.Created, job.Failed));
        Assert.Equal([1000, 1000, 1000, 1000, 1000], (await stage.OperationsAsync()).Select(o => o.LineCount));
        await stage.AssertExactlyOnceAsync(job, store, products);
        await stage.AssertAccountedForAsync();
    }
}
