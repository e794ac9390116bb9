using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BulkPush.Tests.Pushing;

/// <summary>Rows of the catalogue that cannot be read, in the middle of others that can.</summary>
public sealed class UnreadableProductTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster, isWorker: false);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(PushStrategy.Direct, false)]
    [InlineData(PushStrategy.Direct, true)]
    [InlineData(PushStrategy.Bulk, false)]
    [InlineData(PushStrategy.Bulk, true)]
    public async Task They_fail_with_their_reason_and_all_others_are_pushed(PushStrategy strategy, bool isCareful)
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(40, store);
        await BreakAsync(products[7], products[31]);
        var jobId = await _stage.StartAsync(new PushScope { Strategy = strategy });
        if (isCareful)
        {
            await ExecuteAsync($"update store_pushes set worker_deaths = 1 where job_id = {jobId}");
        }

        await _stage.StartWorkerAsync();
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 38, 2, 0), (job.Status, job.Created, job.Failed, job.Skipped));
        await _stage.AssertExactlyOnceAsync(job, store, [.. products.Where((_, index) => index is not (7 or 31))]);
        var failed = (await _stage.Queries.ItemsAsync(new PushItemQuery(jobId, null, PushItemOutcome.Failed, null, 10), Ct))!.Items;
        Assert.Equal([products[7].Id, products[31].Id], failed.Select(item => item.ProductId).Order());
        Assert.All(failed, item => Assert.Equal(("PRODUCT_UNREADABLE", 0), (item.Code, item.Attempts)));
        Assert.All(failed, item => Assert.Contains("Correct that value, or import the product again, and push it again", item.Message, StringComparison.Ordinal));
        Assert.Equal(["ArgumentException", "JsonException"], failed.OrderBy(item => item.ProductId).Select(item => item.Message!.Split('(', ')')[1]));
    }

    [Fact]
    public async Task Once_corrected_they_are_pushed_by_the_next_push()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(5, store);
        await BreakAsync(products[0], products[4]);
        await _stage.StartWorkerAsync();
        Assert.Equal(2, (await _stage.PushAsync()).Failed);

        await ExecuteAsync($"update products set status = 'active' where id = {products[0].Id}");
        await ExecuteAsync($"update product_channels set images = null where product_id = {products[4].Id}");
        var job = await _stage.PushAsync();

        Assert.Equal((2, 3, 0), (job.Created, job.Unchanged, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task A_database_that_is_away_or_refuses_to_be_read_is_no_products_failure()
    {
        var store = await _stage.StoreAsync("berlin");
        var ids = (await _stage.ProductsAsync(3, store)).ConvertAll(product => product.Id);
        await _stage.StartAsync();
        var push = await _stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(store.Id, "firing-1", Ct);
        var loader = new ProductLoader(_stage.Contexts, NullLogger<ProductLoader>.Instance);
        Assert.Equal(3, (await loader.LoadAsync(push!, ids, Ct)).OfType<PendingProduct>().Count());

        await ExecuteAsync($"alter table product_metafields rename to product_metafields_away");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => loader.LoadAsync(push!, ids[..1], Ct));
        var away = new ProductLoader(new BrieflyAway(_stage.Contexts), NullLogger<ProductLoader>.Instance);
        await Assert.ThrowsAsync<TimeoutException>(() => away.LoadAsync(push!, ids[..1], Ct));
    }

    /// <summary>One with a value that no version of ours has written, one with a document of another shape.</summary>
    private async Task BreakAsync(Product first, Product second)
    {
        await ExecuteAsync($"update products set status = 'bogus' where id = {first.Id}");
        await ExecuteAsync($$"""update product_channels set images = '{"a": 1}' where product_id = {{second.Id}}""");
    }

    private async Task ExecuteAsync(FormattableString sql)
    {
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        await db.Database.ExecuteSqlAsync(sql, Ct);
    }

    /// <summary>Away when it is asked first, and there again for whoever would make a product's failure of that.</summary>
    private sealed class BrieflyAway(IDbContextFactory<BulkPushDbContext> contexts) : IDbContextFactory<BulkPushDbContext>
    {
        private bool _isBack;

        public BulkPushDbContext CreateDbContext()
        {
            if (_isBack)
            {
                return contexts.CreateDbContext();
            }

            _isBack = true;
            throw new TimeoutException("The database is away.");
        }
    }
}
