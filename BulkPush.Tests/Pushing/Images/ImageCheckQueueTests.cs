using BulkPush.Core.Catalog;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Pushing.Images;

/// <summary>Several workers share the images that are to be read back.</summary>
public sealed class ImageCheckQueueTests(PostgresCluster cluster) : IAsyncLifetime
{
    private static readonly ChannelImage Failed = new("https://a.example/1.jpg", "gid://shopify/MediaImage/1", "", ChannelImageState.Failed, "No.");

    private readonly PostgresFixture _database = new(cluster);
    private JobScenario _scenario = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _scenario = new JobScenario(_database.Contexts);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task No_two_workers_take_the_same_products()
    {
        var (_, products) = await DueAsync(40);

        var batches = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAllAsync(Queue(batch: 7))));

        Assert.Equal(products.Select(p => p.Id).Order(), batches.SelectMany(b => b).Order());
    }

    [Fact]
    public async Task A_batch_whose_worker_died_comes_up_again()
    {
        var (_, products) = await DueAsync(1);
        Assert.NotNull(await Queue().TakeAsync([], Ct));

        Assert.Null(await Queue().TakeAsync([], Ct));
        _scenario.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = await Queue().TakeAsync([], Ct);
        Assert.Equal((products[0].Id, 2), (again!.Products.Single().ProductId, again.Products.Single().Checks));
    }

    [Fact]
    public async Task Pauses_grow_up_to_an_hour()
    {
        await DueAsync(1);
        var pauses = new List<double>();
        for (var check = 0; check < 9; check++)
        {
            Assert.NotNull(await Queue().TakeAsync([], Ct));
            await using var db = _database.CreateContext();
            var next = (await db.ProductChannels.SingleAsync(Ct)).ImagesCheckAt!.Value;
            pauses.Add((next - _scenario.Clock.GetUtcNow()).TotalMinutes);
            _scenario.Clock.SetUtcNow(next);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public async Task What_was_read_before_a_push_sent_other_images_is_not_written()
    {
        var (store, products) = await DueAsync(1);
        var batch = await Queue().TakeAsync([], Ct);
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.PushedMediaHash, "newer"), Ct));

        await Queue().SaveAsync([new ImageFinding(batch!.Products[0], [Failed], IsDone: true)], Ct);

        var channel = await _scenario.ChannelAsync(products[0], store);
        Assert.Equal((0, true), (channel.FailedImages, channel.ImagesCheckAt is not null));
    }

    [Fact]
    public async Task A_worker_that_was_overtaken_writes_nothing()
    {
        var (store, products) = await DueAsync(1);
        var slow = await Queue().TakeAsync([], Ct);
        _scenario.Clock.Advance(TimeSpan.FromMinutes(2));
        var quick = await Queue().TakeAsync([], Ct);
        await Queue().SaveAsync([new ImageFinding(quick!.Products[0], [Failed with { State = ChannelImageState.Ready, Problem = null }], IsDone: true)], Ct);

        await Queue().SaveAsync([new ImageFinding(slow!.Products[0], [Failed], IsDone: true)], Ct);

        Assert.Equal(0, (await _scenario.ChannelAsync(products[0], store)).FailedImages);
    }

    private ImageCheckQueue Queue(int batch = 50) =>
        new(_database.DataSource, Options.Create(new ImageCheckOptions { Batch = batch, Retry = TimeSpan.FromMinutes(1) }), _scenario.Clock);

    private static async Task<List<long>> TakeAllAsync(ImageCheckQueue queue)
    {
        var taken = new List<long>();
        while (await queue.TakeAsync([], Ct) is { } batch)
            taken.AddRange(batch.Products.Select(p => p.ProductId));
        return taken;
    }

    private async Task<(Store Store, IReadOnlyList<Product> Products)> DueAsync(int count)
    {
        var store = await _scenario.StoreAsync("Read");
        var products = await _scenario.ProductsAsync(count, store);
        var now = _scenario.Clock.GetUtcNow();
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.ImagesCheckAt, now).SetProperty(c => c.ShopifyProductId, "gid://shopify/Product/1").SetProperty(c => c.PushedMediaHash, "sent"), Ct));
        return (store, products);
    }
}
