using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing;

/// <summary>Whole pushes to a store that takes only so many new variants a day.</summary>
public sealed class NewVariantLimitRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task What_is_new_waits_until_a_date_what_is_known_is_updated_and_the_push_completes(PushStrategy strategy)
    {
        var store = await _stage.StoreAsync("berlin");
        var known = await _stage.ProductsAsync(5, store);
        await _stage.PushAsync();
        foreach (var product in known)
            await _stage.ChangeAsync(product, p => p.Title += " (new)");
        var fresh = await _stage.ProductsAsync(30, store);
        await LimitAsync(store, 18);

        var job = await _stage.PushAsync(new PushScope { Strategy = strategy });

        Assert.Equal((BulkPushJobStatus.Completed, 35, 5, 0), (job.Status, job.Processed, job.Updated, job.Failed));
        Assert.Equal((4, 26), (job.Created, job.Deferred));
        Assert.False(job.HasFailures);
        var until = job.DeferredUntil!.Value;
        Assert.InRange(until - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24.1));
        var items = (await _stage.Queries.ItemsAsync(new PushItemQuery(job.Id, null, PushItemOutcome.Deferred, null, 100), Ct))!.Items;
        Assert.All(items, item => Assert.Equal((until, "VARIANT_THROTTLE_EXCEEDED"), (item.DeferredUntil, item.Code)));
        var products = _stage.Worker.Services.GetRequiredService<ProductQueries>();
        Assert.Equal(26, (await products.ListAsync(new ProductListQuery { PushState = ChannelPushState.Deferred }, Ct)).Total);
        Assert.Equal(until, (await products.FindAsync(items[0].ProductId, Ct))!.Channels.Single().DeferredUntil);
        Assert.Equal(until, (await _stage.Worker.Services.GetRequiredService<StoreService>().FindAsync(store.Id, Ct))!.NewVariantsFrom);
        Assert.Equal(9, (await _stage.HeldAsync(store)).Count);
        Assert.Equal(30, fresh.Count);
    }

    [Fact]
    public async Task Before_the_date_nothing_is_asked_and_after_it_everything_is_taken_up()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(8, store);
        await LimitAsync(store, 0);
        await _stage.PushAsync();
        var requests = await _stage.RequestsAsync(store);

        var early = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 8), (early.Status, early.Deferred));
        Assert.Equal(requests, await _stage.RequestsAsync(store));
        await LimitAsync(store, 1000);
        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
            await db.Database.ExecuteSqlAsync($"update stores set new_variants_from = now() - interval '1 second'; update product_channels set deferred_until = now() - interval '1 second'", Ct);
        var late = await _stage.PushAsync();
        Assert.Equal((8, 0), (late.Created, late.Deferred));
        await _stage.AssertExactlyOnceAsync(late, store, products);
    }

    [Fact]
    public async Task A_forced_push_asks_again()
    {
        var store = await _stage.StoreAsync("berlin");
        await _stage.ProductsAsync(8, store);
        await LimitAsync(store, 0);
        await _stage.PushAsync();
        await LimitAsync(store, 1000);

        var job = await _stage.PushAsync(new PushScope { Force = true });

        Assert.Equal((8, 0), (job.Created, job.Deferred));
        Assert.Null((await _stage.Worker.Services.GetRequiredService<StoreService>().FindAsync(store.Id, Ct))!.NewVariantsFrom);
    }

    [Fact]
    public async Task A_known_product_that_grows_waits_by_itself_until_it_changes()
    {
        var store = await _stage.StoreAsync("berlin");
        var products = await _stage.ProductsAsync(3, store);
        await _stage.PushAsync();
        await LimitAsync(store, 0);
        await _stage.ChangeAsync(products[0], p => p.Variants.Add(new ProductVariant { Position = 3, OptionValues = ["3"], Sku = "third", Price = 1 }));
        await _stage.ChangeAsync(products[1], p => p.Title = "Another");

        var first = await _stage.PushAsync();
        var second = await _stage.PushAsync();
        await _stage.ChangeAsync(products[0], p => p.Variants.RemoveAll(v => v.Sku == "third"));
        var third = await _stage.PushAsync();

        Assert.Equal((1, 1, 1), (first.Updated, first.Deferred, first.Unchanged));
        Assert.Equal((0, 1, 2), (second.Updated, second.Deferred, second.Unchanged));
        Assert.Equal((0, 0, 3), (third.Deferred, third.Failed, third.Updated + third.Unchanged));
    }

    private Task LimitAsync(StoreSummary store, int newVariantsADay) => LimitAsync(store.Name, newVariantsADay);

    private async Task LimitAsync(string shop, int newVariantsADay) =>
        await _stage.Shops.ConfigureAsync(new { variantsPerDay = newVariantsADay }, shop);
}
