using BulkPush.Core.Jobs;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>Whole pushes by bulk operations, over demo stores and a real database.</summary>
public sealed class BulkPushTests(PostgresCluster cluster) : IAsyncLifetime
{
    private static readonly PushScope InFiles = new() { Strategy = PushStrategy.Bulk };

    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: true, KeyValuePair.Create("Pushing:BulkLines", (string?)"10"));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Creates_every_product_by_files_of_limited_length()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(35, store);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 35, 35), (job.Status, job.Total, job.Created));
        Assert.Equal([10, 10, 10, 5], (await OperationsAsync()).Select(o => o.LineCount));
        Assert.Equal((PushStrategy.Bulk, 0), (job.Stores[0].Strategy, await SentDirectlyAsync("berlin")));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await AssertAccountedForAsync();
    }

    private async Task<List<BulkOperation>> OperationsAsync()
    {
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        return await db.BulkOperations.AsNoTracking().OrderBy(o => o.Sequence).ToListAsync(Ct);
    }

    /// <summary>Nothing is left open: every file was read, and no line waits for a result.</summary>
    private async Task AssertAccountedForAsync()
    {
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Empty(await db.BulkOperations.Where(o => o.Status != BulkOperationStatus.Read).ToListAsync(Ct));
        Assert.Equal(0, await db.BulkOperationLines.CountAsync(Ct));
    }

    private async Task<long> SentDirectlyAsync(string shop) => (long?)(await _stage.Shops.ControlAsync(shop)).At("requests.byRootField.productSet") ?? 0;
}
