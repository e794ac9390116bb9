using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Tests.Pushing;

public sealed class ResultWriterTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly InputHashes Hashes = new("whole", "variants", "media", null);

    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_outcome_channel_and_figures_together()
    {
        var (store, push, pending) = await PlannedAsync(3);
        ProductResult[] results =
        [
            new(ProductReference.Of(pending[0], push), PushItemOutcome.Created, 1, "gid://shopify/Product/1", Hashes),
            new(ProductReference.Of(pending[1], push), PushItemOutcome.Failed, 2, ErrorCode: "INVALID_VARIANT", ErrorField: "variants.0.price", ErrorMessage: "Price is wrong."),
        ];
        var progress = push.Progress with { Created = 1, Failed = 1 };

        var asked = await Writer().WriteAsync(push, "firing-1", progress, results, Ct);

        Assert.Equal(StopRequest.None, asked);
        var items = await _scenario.ItemsAsync(push.Id);
        Assert.Equal([PushItemOutcome.Created, PushItemOutcome.Failed, PushItemOutcome.Pending], items.Select(i => i.Outcome));
        Assert.Equal((2, "INVALID_VARIANT", "variants.0.price"), (items[1].Attempts, items[1].ErrorCode, items[1].ErrorField));
        var created = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.Equal(("gid://shopify/Product/1", "whole", "media"), (created.ShopifyProductId, created.PushedHash, created.PushedMediaHash));
        Assert.Equal(pending[0].Product.Revision, created.PushedProductRevision);
        var failed = await _scenario.ChannelAsync(pending[1].Product, store);
        Assert.Equal(("INVALID_VARIANT", null), (failed.LastErrorCode, failed.PushedHash));
        Assert.Equal(2, (await _scenario.PushAsync(push.JobId, store)).Progress.Processed);
    }

    [Fact]
    public async Task A_success_clears_the_channels_last_error()
    {
        var (store, push, pending) = await PlannedAsync(1);
        await _scenario.ChangeAsync(async db =>
            (await db.ProductChannels.SingleAsync(c => c.Id == pending[0].Channel.Id, Ct)).LastErrorAt = _scenario.Clock.GetUtcNow());

        await Writer().WriteAsync(push, "firing-1", push.Progress, [new(ProductReference.Of(pending[0], push), PushItemOutcome.Updated, 1, "gid://shopify/Product/1", Hashes)], Ct);

        Assert.Null((await _scenario.ChannelAsync(pending[0].Product, store)).LastErrorAt);
    }

    [Fact]
    public async Task A_deferral_is_kept_with_its_date_by_item_channel_and_store_and_is_no_failure()
    {
        var (store, push, pending) = await PlannedAsync(2);
        await _scenario.ChangeAsync(async db =>
            (await db.ProductChannels.SingleAsync(c => c.Id == pending[0].Channel.Id, Ct)).LastErrorAt = _scenario.Clock.GetUtcNow());
        var until = _scenario.Clock.GetUtcNow().AddDays(1);

        await Writer().WriteAsync(push, "firing-1", push.Progress, [ProductResult.Deferred(ProductReference.Of(pending[0], push), 1, until)], Ct);

        var item = (await _scenario.ItemsAsync(push.Id))[0];
        Assert.Equal((PushItemOutcome.Deferred, until), (item.Outcome, item.DeferredUntil));
        var channel = await _scenario.ChannelAsync(pending[0].Product, store);
        Assert.Equal((until, pending[0].Product.Revision, null), (channel.DeferredUntil, channel.DeferredProductRevision, channel.LastErrorAt));
        await using var db = database.CreateContext();
        Assert.Equal(until, (await db.Stores.SingleAsync(s => s.Id == store.Id, Ct)).NewVariantsFrom);
    }

    [Fact]
    public async Task Whatever_becomes_of_a_deferred_product_ends_its_wait()
    {
        var (store, push, pending) = await PlannedAsync(2);
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.DeferredUntil, _scenario.Clock.GetUtcNow()), Ct));

        await Writer().WriteAsync(
            push,
            "firing-1",
            push.Progress,
            [
                new(ProductReference.Of(pending[0], push), PushItemOutcome.Created, 1, "gid://shopify/Product/1", Hashes),
                new(ProductReference.Of(pending[1], push), PushItemOutcome.Failed, 1, ErrorCode: "INVALID", ErrorMessage: "No."),
            ],
            Ct);

        Assert.Null((await _scenario.ChannelAsync(pending[0].Product, store)).DeferredUntil);
        Assert.Null((await _scenario.ChannelAsync(pending[1].Product, store)).DeferredUntil);
    }

    [Fact]
    public async Task Writes_nothing_for_a_firing_that_lost_the_push()
    {
        var (store, push, pending) = await PlannedAsync(1);
        await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct);

        await Assert.ThrowsAsync<StorePushLostException>(() => Writer().WriteAsync(
            push, "firing-1", push.Progress with { Created = 1 }, [new(ProductReference.Of(pending[0], push), PushItemOutcome.Created, 1, "gid://shopify/Product/1", Hashes)], Ct));

        Assert.Equal(PushItemOutcome.Pending, Assert.Single(await _scenario.ItemsAsync(push.Id)).Outcome);
        Assert.Null((await _scenario.ChannelAsync(pending[0].Product, store)).ShopifyProductId);
        Assert.Equal(0, (await _scenario.PushAsync(push.JobId, store)).Progress.Created);
    }

    [Fact]
    public async Task A_product_that_changed_while_it_was_sent_stays_due()
    {
        var (store, push, pending) = await PlannedAsync(1);
        await _scenario.ChangeAsync(async db =>
            (await db.Products.SingleAsync(p => p.Id == pending[0].Product.Id, Ct)).MarkChanged(_scenario.Clock.GetUtcNow()));

        await Writer().WriteAsync(push, "firing-1", push.Progress, [new(ProductReference.Of(pending[0], push), PushItemOutcome.Updated, 1, "gid://shopify/Product/1", Hashes)], Ct);

        var preview = await _scenario.Queries.PreviewAsync(new PushScope { StoreIds = [store.Id] }, Ct);
        Assert.Equal((1, 0), (preview.Stores[0].Changed, preview.Stores[0].UpToDate));
    }

    [Fact]
    public async Task Waits_for_channels_in_the_order_in_which_others_lock_them()
    {
        var (store, push, pending) = await PlannedAsync(3);
        await using var other = await database.Contexts.CreateDbContextAsync(Ct);

        // A changed row moves behind the others in the table, and without an index the table's order is the one in which rows are found.
        await TouchAsync(other, pending[0]);
        await using var unordered = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c enable_indexscan=off -c enable_bitmapscan=off" });
        await using var transaction = await other.Database.BeginTransactionAsync(Ct);
        Assert.Equal(1, await TouchAsync(other, pending[0]));

        var results = Enumerable.Reverse(pending)
            .Select(p => new ProductResult(ProductReference.Of(p, push), PushItemOutcome.Created, 1, $"gid://shopify/Product/{p.Product.Id}", Hashes));
        var write = Writer(unordered).WriteAsync(push, "firing-1", push.Progress, [.. results], Ct);
        await Eventually.IsTrueAsync(IsSomebodyWaitingAsync, "the writer waits for the first channel");
        Assert.Equal(1, await TouchAsync(other, pending[2]));
        await transaction.CommitAsync(Ct);
        await write;

        Assert.Equal("whole", (await _scenario.ChannelAsync(pending[2].Product, store)).PushedHash);
    }

    [Fact]
    public async Task Tells_that_an_operator_asked_to_stop()
    {
        var (_, push, _) = await PlannedAsync(1);
        await _scenario.Jobs.CancelAsync(push.JobId, "sam", Ct);

        Assert.Equal(StopRequest.Cancel, await Writer().WriteAsync(push, "firing-1", push.Progress, [], Ct));
    }

    [Fact]
    public async Task Settling_counts_the_figures_from_the_rows()
    {
        var (store, push, pending) = await PlannedAsync(3);
        await Writer().WriteAsync(
            push, "firing-1", push.Progress with { Created = 99 }, [new(ProductReference.Of(pending[0], push), PushItemOutcome.Created, 1, "gid://shopify/Product/1", Hashes)], Ct);

        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-1", StorePushStatus.Failed, "The store is frozen.", Ct);

        var settled = await _scenario.PushAsync(push.JobId, store);
        Assert.Equal((3, 1, 2), (settled.Progress.Total, settled.Progress.Created, settled.Progress.Skipped));
        Assert.Equal("The store is frozen.", settled.Error);
    }

    private static Task<int> TouchAsync(BulkPushDbContext db, PendingProduct product) =>
        db.ProductChannels.Where(c => c.Id == product.Channel.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsActive, true), Ct);

    private async Task<bool> IsSomebodyWaitingAsync()
    {
        await using var command = database.DataSource.CreateCommand(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
        return await command.ExecuteScalarAsync(Ct) is true;
    }

    private ResultWriter Writer() => Writer(database.DataSource);

    private ResultWriter Writer(NpgsqlDataSource source) => new(source, new PushingMeter(new OwnMeters()), Options.Create(new ImageCheckOptions()), _scenario.Clock);

    private async Task<(Store Store, StorePush Push, List<PendingProduct> Pending)> PlannedAsync(int products)
    {
        var store = await _scenario.StoreAsync("Written");
        await _scenario.ProductsAsync(products, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(push!, "firing-1", Ct);
        var pending = new PendingProducts(database.Contexts, new ProductLoader(database.Contexts, NullLogger<ProductLoader>.Instance), Options.Create(new PushingOptions { ReadBatch = 2 }));
        return (store, push!, await pending.StreamAsync(push!, Ct).Cast<PendingProduct>().ToListAsync(Ct));
    }
}
