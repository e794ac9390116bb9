using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Pushing;

/// <summary>How the rows say what is to be published and what became of it.</summary>
public sealed class PublishRecordsTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string OnlineStore = "gid://shopify/Publication/1";
    private const string Shop = "gid://shopify/Publication/2";

    private static readonly InputHashes Hashes = new("whole", null, null, null);

    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PushItemOutcome.Created, null, true)]
    [InlineData(PushItemOutcome.Created, "gid://shopify/Product/9", true)]
    [InlineData(PushItemOutcome.Updated, null, true)]
    [InlineData(PushItemOutcome.Updated, "gid://shopify/Product/9", false)]
    [InlineData(PushItemOutcome.Unchanged, "gid://shopify/Product/9", false)]
    [InlineData(PushItemOutcome.Failed, null, false)]
    public async Task What_is_new_in_the_store_is_to_be_published(PushItemOutcome outcome, string? knownId, bool isDue)
    {
        var store = await StoreAsync(OnlineStore);
        var (push, pending) = await PlannedAsync(store, 1);
        await _scenario.ChangeAsync(async db => (await db.ProductChannels.SingleAsync(c => c.StoreId == store.Id, Ct)).ShopifyProductId = knownId);

        await SaveAsync(push, new ProductResult(ProductReference.Of(pending[0], push), outcome, 1, outcome == PushItemOutcome.Failed ? null : "gid://shopify/Product/9", Hashes));

        Assert.Equal(isDue, (await _scenario.ChannelAsync(pending[0].Product, store)).PublishDue);
        Assert.Equal(isDue ? PublishOutcome.Pending : null, (await _scenario.ItemsAsync(push.Id))[0].PublishOutcome);
    }

    [Fact]
    public async Task Nothing_is_to_be_published_in_a_store_without_a_choice()
    {
        var store = await StoreAsync();
        var (push, pending) = await PlannedAsync(store, 1);

        await SaveAsync(push, Created(pending[0], push));

        Assert.False((await _scenario.ChannelAsync(pending[0].Product, store)).PublishDue);
        Assert.Null((await _scenario.ItemsAsync(push.Id))[0].PublishOutcome);
    }

    [Fact]
    public async Task A_product_that_was_made_again_is_published_again()
    {
        var store = await StoreAsync(OnlineStore);
        var (push, pending) = await PlannedAsync(store, 1);
        await SaveAsync(push, Created(pending[0], push));
        await PublishedAsync(push, new PublishResult(pending[0].Product.Id, PublishOutcome.Published, null, [OnlineStore], 1));
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-1", StorePushStatus.Completed, null, Ct);
        var (again, pendingAgain) = await ClaimedAsync(store, new PushScope { StoreIds = [store.Id], Force = true });

        await SaveAsync(again, Created(pendingAgain[0], again));

        var channel = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.True(channel.PublishDue);
        Assert.Empty(channel.PublishedPublications);
    }

    [Fact]
    public async Task Published_products_are_due_no_more_and_failed_ones_are_found_by_the_next_push()
    {
        var store = await StoreAsync(OnlineStore, Shop);
        var (push, pending) = await PlannedAsync(store, 3);
        await SaveAsync(push, [.. pending.Select(p => Created(p, push))]);

        await PublishedAsync(
            push,
            new PublishResult(pending[0].Product.Id, PublishOutcome.Published, null, [OnlineStore, Shop], 1),
            new PublishResult(pending[1].Product.Id, PublishOutcome.Failed, "Not to Shop.", [OnlineStore], 2));

        Assert.Equal([pending[2].Product.Id], (await DueAsync(push)).Select(p => p.ProductId));
        var failed = await _scenario.ChannelAsync(pending[1].Product, store);
        Assert.Equal((true, "Not to Shop."), (failed.PublishDue, failed.PublishError));
        Assert.Equal([OnlineStore], failed.PublishedPublications);
        Assert.Equal([OnlineStore, Shop], (await _scenario.ChannelAsync(pending[0].Product, store)).PublishedPublications);
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-1", StorePushStatus.Completed, null, Ct);
        var settled = (await _scenario.PushAsync(push.JobId, store)).Progress;
        Assert.Equal(new PublishCounts(Pending: 1, Published: 1, Failed: 1), settled.Publishing);
        var (next, _) = await ClaimedAsync(store, new PushScope { StoreIds = [store.Id] });
        Assert.Equal([pending[1].Product.Id, pending[2].Product.Id], (await DueAsync(next)).Select(p => p.ProductId));
    }

    [Fact]
    public async Task Publishing_that_succeeds_at_last_clears_the_error()
    {
        var store = await StoreAsync(OnlineStore);
        var (push, pending) = await PlannedAsync(store, 1);
        await SaveAsync(push, Created(pending[0], push));
        await PublishedAsync(push, new PublishResult(pending[0].Product.Id, PublishOutcome.Failed, "No.", [], 1));

        await PublishedAsync(push, new PublishResult(pending[0].Product.Id, PublishOutcome.Draft, "A draft.", [OnlineStore], 1));

        var channel = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.Equal((false, null), (channel.PublishDue, channel.PublishError));
        Assert.Equal((PublishOutcome.Draft, "A draft."), ((await _scenario.ItemsAsync(push.Id))[0].PublishOutcome, (await _scenario.ItemsAsync(push.Id))[0].PublishMessage));
    }

    [Fact]
    public async Task A_firing_that_lost_the_push_writes_nothing()
    {
        var store = await StoreAsync(OnlineStore);
        var (push, pending) = await PlannedAsync(store, 1);
        await SaveAsync(push, Created(pending[0], push));
        await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct);

        await Assert.ThrowsAsync<StorePushLostException>(() => PublishedAsync(push, new PublishResult(pending[0].Product.Id, PublishOutcome.Published, null, [OnlineStore], 1)));

        Assert.True((await _scenario.ChannelAsync(pending[0].Product, store)).PublishDue);
    }

    private static ProductResult Created(PendingProduct product, StorePush push) =>
        new(ProductReference.Of(product, push), PushItemOutcome.Created, 1, $"gid://shopify/Product/{product.Product.Id}", Hashes);

    private async Task<Store> StoreAsync(params string[] publications)
    {
        var store = await _scenario.StoreAsync("Published");
        await _scenario.ChangeAsync(async db =>
            (await db.Stores.SingleAsync(s => s.Id == store.Id, Ct)).Publications = [.. publications.Select(id => new StorePublication(id, id))]);
        return store;
    }

    private async Task<(StorePush Push, List<PendingProduct> Pending)> PlannedAsync(Store store, int products)
    {
        await _scenario.ProductsAsync(products, store);
        return await ClaimedAsync(store, new PushScope { StoreIds = [store.Id] });
    }

    private async Task<(StorePush Push, List<PendingProduct> Pending)> ClaimedAsync(Store store, PushScope scope)
    {
        await _scenario.StartedAsync(scope);
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(push!, "firing-1", Ct);
        return (push!, await new PendingProducts(database.Contexts, new ProductLoader(database.Contexts, NullLogger<ProductLoader>.Instance), Options.Create(new PushingOptions())).StreamAsync(push!, Ct).Cast<PendingProduct>().ToListAsync(Ct));
    }

    private Task SaveAsync(StorePush push, params ProductResult[] results) =>
        new ResultWriter(database.DataSource, new PushingMeter(new OwnMeters()), Options.Create(new ImageCheckOptions()), _scenario.Clock)
            .WriteAsync(push, "firing-1", push.Progress, results, Ct);

    private Task PublishedAsync(StorePush push, params PublishResult[] results) =>
        new PublishWriter(database.DataSource, _scenario.Clock).WriteAsync(push, "firing-1", push.Progress, results, Ct);

    private async Task<List<UnpublishedProduct>> DueAsync(StorePush push) =>
        await new UnpublishedProducts(database.Contexts, Options.Create(new PushingOptions { ReadBatch = 1 })).StreamAsync(push, Ct).ToListAsync(Ct);
}
