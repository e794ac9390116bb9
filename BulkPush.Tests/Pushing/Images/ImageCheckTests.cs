using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Pushing.Images;

/// <summary>What becomes of images after a push, and how they are sent once the store has them.</summary>
public sealed class ImageCheckTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Front = "https://images.example.com/front.jpg";
    private const string Back = "https://images.example.com/back.jpg?v=2";
    private const string Dead = "https://images.invalid/dead.jpg";

    private readonly FakeTimeProvider _shopClock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(
        cluster, _shopClock, true, new("ImageChecks:Delay", "00:00:00"), new("ImageChecks:Retry", "00:00:01"), new("ImageChecks:Interval", "01:00:00"));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_dead_image_becomes_a_warning_of_its_product_with_the_reason_and_what_to_do()
    {
        var (store, product) = await PushedAsync((Front, "Front"), (Dead, "Dead"));
        var sound = await ProductAsync(store, (Back, ""));
        await _stage.PushAsync();
        _shopClock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await CheckAsync());

        var channel = await ChannelAsync(product);
        Assert.Equal((ChannelPushState.UpToDate, 1), (channel.State, channel.FailedImages));
        var failure = Assert.Single(channel.ImageFailures);
        Assert.Equal(Dead, failure.Source);
        Assert.Contains("correct it in the catalogue", failure.Problem, StringComparison.Ordinal);
        Assert.Equal(0, (await ChannelAsync(sound)).FailedImages);
        var listed = await _stage.Worker.Services.GetRequiredService<ProductQueries>().ListAsync(new ProductListQuery { HasFailedImages = true }, Ct);
        Assert.Equal([product.Id], listed.Items.Select(p => p.Id));
        Assert.Equal(0, await CheckAsync());
    }

    [Fact]
    public async Task Many_products_are_read_with_one_cheap_call()
    {
        var store = await _stage.StoreAsync("shop");
        for (var i = 0; i < 30; i++)
            await ProductAsync(store, (Front, ""), (Back, ""));
        await _stage.PushAsync();
        _shopClock.Advance(TimeSpan.FromMinutes(1));
        await _stage.Shops.ActAsync(new { action = "resetStatistics" }, store.Name);

        Assert.Equal(30, await CheckAsync());

        var requests = (await _stage.Shops.ControlAsync(store.Name))["requests"];
        Assert.Equal(1, (long)requests.At("total")!);
        Assert.InRange((long)requests.At("pointsSpent")!, 1, 7);
    }

    [Fact]
    public async Task A_product_that_cannot_be_read_keeps_no_other_from_being_looked_at()
    {
        var (store, sound) = await PushedAsync((Front, "Front"), (Dead, "Dead"));
        var broken = await ProductAsync(store, (Back, ""), (Dead, ""));
        await _stage.PushAsync();
        _shopClock.Advance(TimeSpan.FromMinutes(1));
        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
            await db.Database.ExecuteSqlAsync($"update products set status = 'bogus' where id = {broken.Id}", Ct);

        Assert.Equal(2, await CheckAsync());

        Assert.Equal(Dead, Assert.Single((await ChannelAsync(sound)).ImageFailures).Source);
        Assert.Equal(0, await CheckAsync());
        await using var after = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal((1, null), await after.ProductChannels.Where(c => c.ProductId == broken.Id).Select(c => new ValueTuple<int, DateTimeOffset?>(c.FailedImages, c.ImagesCheckAt)).SingleAsync(Ct));
    }

    [Fact]
    public async Task Images_that_are_still_processed_are_looked_at_again()
    {
        var (_, product) = await PushedAsync((Front, ""), (Dead, ""));

        Assert.Equal(1, await CheckAsync());
        Assert.Equal(0, (await ChannelAsync(product)).FailedImages);
        _shopClock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(async () => await CheckAsync() == 1, "the date to look again comes");

        Assert.Equal(1, (await ChannelAsync(product)).FailedImages);
    }

    [Fact]
    public async Task A_failed_image_is_sent_again_only_by_force_or_when_the_catalogue_changes_and_alone()
    {
        var (store, product) = await PushedAsync((Front, "Front"), (Dead, "Dead"));
        await CheckLaterAsync();
        var before = await MediaAsync(store);

        Assert.Equal(1, (await _stage.PushAsync()).Unchanged);
        Assert.Equal(before, await MediaAsync(store));
        Assert.Equal(1, (await ChannelAsync(product)).FailedImages);
        Assert.Equal(1, (await _stage.PushAsync(new PushScope { Force = true })).Updated);

        var after = await MediaAsync(store);
        Assert.Equal((before[0], true), (after[0], before[1].Id != after[1].Id));
        Assert.Equal(0, (await ChannelAsync(product)).FailedImages);
    }

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task What_the_store_has_goes_by_its_id_and_only_new_images_are_fetched(PushStrategy strategy)
    {
        var (store, product) = await PushedAsync((Front, "Front"), (Back, "Back"));
        await CheckLaterAsync();
        var before = await MediaAsync(store);
        await _stage.ChangeAsync(product, p =>
        {
            p.Images.Single(i => i.Src == Back).AltText = "The back";
            p.Images.Single(i => i.Src == Back).Position = 1;
            p.Images.Single(i => i.Src == Front).Position = 3;
            p.Images.Add(new ProductImage { Src = "https://images.example.com/side.jpg", Position = 2 });
        });

        await _stage.PushAsync(new PushScope { Strategy = strategy });

        var after = await MediaAsync(store);
        Assert.Equal([Back, "https://images.example.com/side.jpg", Front], after.Select(m => m.Source));
        Assert.Equal((before[1].Id, "The back", before[0].Id), (after[0].Id, after[0].Alt, after[2].Id));
        await CheckLaterAsync();
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal(
            after.Select(m => (m.Source, m.Id)),
            (await db.ProductChannels.SingleAsync(c => c.ProductId == product.Id, Ct)).Images!.Select(i => (i.Source!, i.MediaId)));
    }

    [Fact]
    public async Task A_variants_image_goes_by_its_id_too()
    {
        var (store, product) = await PushedAsync((Front, ""), (Back, ""));
        await _stage.ChangeAsync(product, p => p.Variants[0].ImageSrc = Back);
        await _stage.PushAsync();
        await CheckLaterAsync();
        var before = await MediaAsync(store);
        await _stage.ChangeAsync(product, p => p.Images.Add(new ProductImage { Src = "https://images.example.com/side.jpg", Position = 3 }));

        var job = await _stage.PushAsync();

        Assert.Equal((1, 0), (job.Updated, job.Failed));
        Assert.Equal(before.Select(m => m.Id), (await MediaAsync(store)).Take(2).Select(m => m.Id));
        Assert.Equal(before[1].Id, (await _stage.HeldAsync(store))[0].Text("variants.0.mediaId"));
    }

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task Ids_that_the_store_does_not_know_any_more_cost_no_product(PushStrategy strategy)
    {
        var (store, product) = await PushedAsync((Front, ""), (Back, ""));
        await CheckLaterAsync();
        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
            await db.Database.ExecuteSqlAsync($"update product_channels set images = jsonb_set(images, array['0', 'mediaId'], to_jsonb('gid://shopify/MediaImage/1'::text))", Ct);
        await _stage.ChangeAsync(product, p => p.Images.Single(i => i.Src == Back).AltText = "The back");

        var job = await _stage.PushAsync(new PushScope { Strategy = strategy });

        Assert.Equal((BulkPushJobStatus.Completed, 1, 0), (job.Status, job.Updated, job.Failed));
        Assert.Equal([Front, Back], (await MediaAsync(store)).Select(m => m.Source));
    }

    [Fact]
    public async Task Images_that_somebody_changed_in_the_store_are_not_taken_for_ours()
    {
        var (store, product) = await PushedAsync((Front, "Front"), (Back, "Back"));
        var id = (await _stage.HeldAsync(store))[0].Text("id");
        using var changed = await _stage.Shops.PostAsync(
            new
            {
                query = "mutation M($d: ProductSetIdentifiers!, $i: ProductSetInput!) { productSet(identifier: $d, input: $i) { userErrors { message } } }",
                variables = new { d = new { id }, i = new { files = new[] { new { originalSource = "https://elsewhere.example.com/x.jpg" } } } },
            },
            store.Name,
            $"shpat_{store.Name}");

        await CheckLaterAsync();

        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Null(Assert.Single((await db.ProductChannels.SingleAsync(c => c.ProductId == product.Id, Ct)).Images!).Source);
    }

    [Fact]
    public async Task A_store_with_a_push_under_way_is_left_alone()
    {
        var (store, product) = await PushedAsync((Front, ""));
        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
            await db.Database.ExecuteSqlAsync($"update store_pushes set status = 'running' where store_id = {store.Id}", Ct);

        Assert.Equal(0, await CheckAsync());

        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
            await db.Database.ExecuteSqlAsync($"update store_pushes set status = 'completed' where store_id = {store.Id}", Ct);
        Assert.Equal(1, await CheckAsync());
    }

    [Fact]
    public async Task A_store_that_lets_nobody_in_keeps_no_other_from_being_read()
    {
        var (broken, _) = await PushedAsync((Front, ""));
        var sound = await _stage.StoreAsync("sound");
        await ProductAsync(sound, (Front, ""));
        await _stage.PushAsync();
        await _stage.Shops.ConfigureAsync(new { faults = new { tokenRevoked = new { probability = 1.0 } } }, broken.Name);

        Assert.Equal(1, await CheckAsync());
    }

    private Task<int> CheckAsync() => _stage.Worker.Services.GetRequiredService<ImageChecker>().CheckAsync(Ct);

    private async Task CheckLaterAsync()
    {
        _shopClock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await CheckAsync() > 0);
    }

    private async Task<(StoreSummary Store, Product Product)> PushedAsync(params (string Source, string Alt)[] images)
    {
        var store = await _stage.StoreAsync("shop");
        var product = await ProductAsync(store, images);
        await _stage.PushAsync();
        return (store, product);
    }

    private async Task<Product> ProductAsync(StoreSummary store, params (string Source, string Alt)[] images)
    {
        var product = A.ProductWithVariants(2);
        product.Images.AddRange(images.Select((image, index) => new ProductImage { Src = image.Source, AltText = image.Alt, Position = index + 1 }));
        product.Channels.Add(new ProductChannel { StoreId = store.Id });
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        db.Products.Add(product);
        await db.SaveChangesAsync(Ct);
        return product;
    }

    private async Task<ChannelRow> ChannelAsync(Product product) =>
        (await _stage.Worker.Services.GetRequiredService<ProductQueries>().FindAsync(product.Id, Ct))!.Channels.Single();

    private async Task<List<(string Id, string Source, string? Alt)>> MediaAsync(StoreSummary store) =>
        [.. (await _stage.HeldAsync(store)).Single()["media"]!.AsArray().Select(m => (m.Text("id")!, m.Text("originalSource")!, m.Text("alt")))];
}
