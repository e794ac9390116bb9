using BulkPush.Core.Catalog;
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

/// <summary>A call without an answer may have changed the store, so nothing may rely on what the store accepted before it.</summary>
public sealed class UnansweredCallTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly InputHashes Before = new("whole", "variants", "media", "metafields");

    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_without_an_answer_forgets_what_the_store_accepted()
    {
        var (store, push, pending) = await PushedOnceAsync(1);

        await WriteAsync(push, Failed(pending[0], Before with { Whole = "next" }, isInDoubt: true));

        var channel = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.Equal((null, null, null), (channel.PushedHash, channel.PushedVariantsHash, channel.PushedMetafieldsHash));
        Assert.Equal(("media", "CODE"), (channel.PushedMediaHash, channel.LastErrorCode));
        Assert.Equal(PushItemOutcome.Failed, Assert.Single(await _scenario.ItemsAsync(push.Id)).Outcome);
    }

    [Fact]
    public async Task Images_are_forgotten_only_when_the_unanswered_call_carried_others()
    {
        var (store, push, pending) = await PushedOnceAsync(1);

        await WriteAsync(push, Failed(pending[0], Before with { Media = "other" }, isInDoubt: true));

        Assert.Null((await _scenario.ChannelAsync(pending[0].Product, store)).PushedMediaHash);
    }

    [Fact]
    public async Task A_refusal_leaves_what_the_store_accepted()
    {
        var (store, push, pending) = await PushedOnceAsync(1);

        await WriteAsync(push, Failed(pending[0], null, isInDoubt: false));

        Assert.Equal("whole", (await _scenario.ChannelAsync(pending[0].Product, store)).PushedHash);
    }

    [Fact]
    public async Task A_call_that_was_given_up_stays_to_be_sent_and_counts_nowhere()
    {
        var (store, push, pending) = await PushedOnceAsync(1);

        await WriteAsync(push, new ProductResult(pending[0].Reference, PushItemOutcome.Pending, 1, Hashes: Before, IsInDoubt: true));

        var item = Assert.Single(await _scenario.ItemsAsync(push.Id));
        Assert.Equal((PushItemOutcome.Pending, 1, null), (item.Outcome, item.Attempts, item.FinishedAt));
        var channel = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.Equal((null, null, null), (channel.PushedHash, channel.PushedProductRevision, channel.LastErrorAt));
    }

    [Fact]
    public async Task A_firing_that_takes_a_push_over_doubts_what_has_no_outcome()
    {
        var (store, push, pending) = await PushedOnceAsync(2);
        await WriteAsync(push, new ProductResult(pending[0].Reference, PushItemOutcome.Updated, 1, "gid://shopify/Product/1", Before));

        var taken = await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(taken!, "firing-2", Ct);

        Assert.Equal("whole", (await _scenario.ChannelAsync(pending[0].Product, store)).PushedHash);
        var open = await _scenario.ChannelAsync(pending[1].Product, store);
        Assert.Equal((null, null, null, "media"), (open.PushedHash, open.PushedVariantsHash, open.PushedMetafieldsHash, open.PushedMediaHash));
    }

    [Fact]
    public async Task A_push_that_ends_early_doubts_what_it_skips()
    {
        var (store, push, pending) = await PushedOnceAsync(1);

        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-1", StorePushStatus.Cancelled, null, Ct);

        Assert.Null((await _scenario.ChannelAsync(pending[0].Product, store)).PushedHash);
        var preview = await _scenario.Queries.PreviewAsync(new PushScope { StoreIds = [store.Id] }, Ct);
        Assert.Equal((1, 0), (preview.Stores[0].Changed, preview.Stores[0].UpToDate));
    }

    [Fact]
    public async Task Any_words_of_a_store_can_be_kept()
    {
        var (_, push, pending) = await PushedOnceAsync(1);

        await WriteAsync(push, new ProductResult(
            pending[0].Reference, PushItemOutcome.Failed, 1, ErrorCode: new string('C', 300), ErrorField: "ti\0tle", ErrorMessage: "NUL \0 in it"));

        var item = Assert.Single(await _scenario.ItemsAsync(push.Id));
        Assert.Equal((100, "title", "NUL  in it"), (item.ErrorCode!.Length, item.ErrorField, item.ErrorMessage));
    }

    [Fact]
    public async Task A_channel_that_was_switched_off_meanwhile_is_not_sent()
    {
        var (store, push, pending) = await PushedOnceAsync(3);
        await _scenario.ChangeAsync(async db => (await db.ProductChannels.SingleAsync(c => c.Id == pending[1].Channel.Id, Ct)).SetActive(false));

        Assert.Equal([pending[0].Product.Id, pending[2].Product.Id], (await PendingAsync(push, readBatch: 1)).Select(p => p.Product.Id));
    }

    private static ProductResult Failed(Sent sent, InputHashes? hashes, bool isInDoubt) =>
        new(sent.Reference, PushItemOutcome.Failed, 5, Hashes: hashes, ErrorCode: "CODE", ErrorMessage: "No answer.", IsInDoubt: isInDoubt);

    private async Task WriteAsync(StorePush push, ProductResult result)
    {
        using var meters = new OwnMeters();
        await new ResultWriter(database.DataSource, new PushingMeter(meters), Options.Create(new ImageCheckOptions()), _scenario.Clock).WriteAsync(push, "firing-1", push.Progress, [result], Ct);
    }

    /// <summary>Products that the store accepted once and that are being pushed again.</summary>
    private async Task<(Store Store, StorePush Push, List<Sent> Pending)> PushedOnceAsync(int products)
    {
        var store = await _scenario.StoreAsync("Doubted");
        var ids = (await _scenario.ProductsAsync(products, store)).Select(p => p.Id).ToList();
        await _scenario.ChangeAsync(db => db.ProductChannels.Include(c => c.Product).Where(c => ids.Contains(c.ProductId)).ForEachAsync(
            channel =>
            {
                channel.ShopifyProductId = $"gid://shopify/Product/{channel.ProductId}";
                channel.PushedAt = _scenario.Clock.GetUtcNow();
                (channel.PushedHash, channel.PushedVariantsHash) = (Before.Whole, Before.Variants);
                (channel.PushedMediaHash, channel.PushedMetafieldsHash) = (Before.Media, Before.Metafields);
                (channel.PushedProductRevision, channel.PushedChannelRevision, channel.PushedStoreRevision) = (channel.Product!.Revision, channel.Revision, store.Revision);
            },
            Ct));
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id], Force = true });
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(push!, "firing-1", Ct);
        var pending = await PendingAsync(push!, readBatch: 100);
        return (store, push!, pending.ConvertAll(source => new Sent(source.Product, source.Channel, ProductReference.Of(source, push!))));
    }

    private async Task<List<PendingProduct>> PendingAsync(StorePush push, int readBatch) =>
        await new PendingProducts(database.Contexts, new ProductLoader(database.Contexts, NullLogger<ProductLoader>.Instance), Options.Create(new PushingOptions { ReadBatch = readBatch })).StreamAsync(push, Ct).Cast<PendingProduct>().ToListAsync(Ct);

    private sealed record Sent(Product Product, ProductChannel Channel, ProductReference Reference);
}
