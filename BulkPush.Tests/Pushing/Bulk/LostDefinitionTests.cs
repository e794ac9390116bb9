using BulkPush.Core.Jobs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>A merchant deletes the definition of our custom id while Shopify works through files of new products.</summary>
public sealed class LostDefinitionTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task The_definition_is_made_again_and_the_lines_that_failed_for_want_of_it_are_sent_again()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(30, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);

        await _stage.Shops.ActAsync(new { action = "deleteDefinitions" }, "berlin");
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 30, 0), (job.Status, job.Created, job.Failed));
        Assert.Equal("PRODUCT app--1.bulkpush_product_id (id)", Assert.Single(await DefinitionsAsync()));
        Assert.True(await _stage.SentDirectlyAsync(store) > 0 || (await _stage.OperationsAsync()).Count > 3, "what failed was sent again");
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
        Assert.Equal(30, (await _stage.PushAsync(InFiles)).Unchanged);
    }

    [Fact]
    public async Task When_it_may_not_be_made_again_the_store_is_paused_with_what_to_do_and_sends_the_rest_once_resumed()
    {
        var store = await _stage.StoreAsync("berlin", Slow);
        var products = await _stage.ProductsAsync(30, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);

        await _stage.Shops.ActAsync(new { action = "deleteDefinitions" }, "berlin");
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products" } }, "berlin");
        var stopped = await _stage.HaltedAsync(jobId);
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products", "read_files", "write_files" } }, "berlin");
        var job = await _stage.ResumedAsync(jobId);

        Assert.InRange(stopped.Processed, 1, 29);
        Assert.Contains("write_products", stopped.Stores[0].Halt!.Reason, StringComparison.Ordinal);
        Assert.Equal((BulkPushJobStatus.Completed, 30, 0), (job.Status, job.Created + job.Updated, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
        await using var db = _stage.Contexts.CreateDbContext();
        Assert.Equal(30, await db.ProductChannels.CountAsync(c => c.PushedHash != null, Ct));
    }

    private async Task<List<string>> DefinitionsAsync() =>
        [.. (await _stage.Shops.ControlAsync("berlin")).At("metafieldDefinitions")!.AsArray().Select(d => d!.GetValue<string>())];
}
