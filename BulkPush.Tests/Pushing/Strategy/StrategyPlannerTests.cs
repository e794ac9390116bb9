using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing.Bulk;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Strategy;

/// <summary>What a choice is made from: the database's counts, the store's limit as known, and what was seen in the store before.</summary>
public sealed class StrategyPlannerTests(PostgresCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-07", 10, "files at 20 products a second as assumed")]
    [InlineData("2026-01", 5, "files at 25 products a second as assumed")]
    [InlineData("2025-10", 10, "files at 5 products a second as assumed")]
    [InlineData("2026-07", 10_000, "files at 5 products a second as assumed")]
    public async Task Counts_what_is_left_and_as_many_files_at_once_as_the_version_allows(string version, int lines, string files)
    {
        await using var stage = await PushStage.SetAsync(
            cluster, isWorker: false, BulkReadings.Lines(lines), KeyValuePair.Create("Shopify:ApiVersion", (string?)version));
        var (desk, client) = await SetAsync(stage, products: 35);
        await using var _ = desk;

        var choice = await desk.Get<StrategyPlanner>().ChooseAsync(desk.Context.Hold.Push, PushStrategy.Auto, client, desk.Context.Shopify, Ct);

        // Ten points a product, a fifth for each of its two variants, two fifths for the custom id that the store does not have yet.
        Assert.Equal(PushStrategy.Direct, choice.Strategy);
        Assert.Contains($"(35 products, 378 points at 50 a second, {files}).", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uses_what_was_seen_in_the_store_before_and_leaves_out_what_is_in_a_file_already()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false, BulkReadings.Lines(100));
        var (desk, client) = await SetAsync(stage, products: 12);
        await using var _ = desk;
        var planner = desk.Get<StrategyPlanner>();
        await planner.RememberAsync(desk.Context.Hold.Push, 40, null, Ct);
        await planner.RememberAsync(desk.Context.Hold.Push, null, TimeSpan.FromSeconds(64), Ct);
        await planner.RememberAsync(desk.Context.Hold.Push, null, null, Ct);
        await SeenByAsync(stage, desk.Context.Hold.Push);

        var before = await planner.ChooseAsync(desk.Context.Hold.Push, PushStrategy.Auto, client, desk.Context.Shopify, Ct);
        await desk.WriteAsync(new Core.Pushing.Bulk.BulkFileLimit(100, 1_000_000));
        var after = await planner.ChooseAsync(desk.Context.Hold.Push, PushStrategy.Auto, client, desk.Context.Shopify, Ct);

        Assert.StartsWith("Directly: about 6 s against about 21 s in files (12 products, ", before.Reason, StringComparison.Ordinal);
        Assert.EndsWith("files at 40 products a second as seen here).", before.Reason, StringComparison.Ordinal);
        Assert.Contains("(0 products, 0 points ", after.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_has_not_told_its_limit_is_taken_for_one_of_the_standard_plan()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var (desk, _) = await SetAsync(stage, products: 3);
        await using var _ = desk;
        await using (var db = stage.Contexts.CreateDbContext())
        {
            await db.Stores.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastCheck, (StoreCheck?)null), Ct);
        }

        var push = desk.Context.Hold.Push;
        await SeenByAsync(stage, push);
        using var strangers = new ShopifyStoreClientFactory(
            desk.Get<IShopifyTransport>(), desk.Get<Microsoft.Extensions.Options.IOptions<ShopifyOptions>>(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var connection = (await desk.Get<StoreService>().ConnectAsync(push.StoreId, Ct))!;

        var choice = await desk.Get<StrategyPlanner>().ChooseAsync(push, PushStrategy.Auto, strangers.For(connection, null), desk.Context.Shopify, Ct);

        Assert.Contains("points at 100 a second", choice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PushStrategy.Direct, "Directly, as asked for: a moment by estimate.")]
    [InlineData(PushStrategy.Bulk, "In files, as asked for: about 21 s by estimate.")]
    public async Task Keeps_the_choice_with_its_reason_and_lets_nobody_who_lost_the_push_change_it(PushStrategy asked, string reason)
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false);
        var (desk, client) = await SetAsync(stage, products: 3);
        await using var _ = desk;
        var planner = desk.Get<StrategyPlanner>();
        var choice = await planner.ChooseAsync(desk.Context.Hold.Push, asked, client, desk.Context.Shopify, Ct);
        await planner.KeepAsync(desk.Context.Hold, choice, Ct);
        await desk.LoseAsync();

        await Assert.ThrowsAsync<StorePushLostException>(() => planner.KeepAsync(desk.Context.Hold, new StrategyChoice(PushStrategy.Auto, "Outdated."), Ct));

        await using var db = stage.Contexts.CreateDbContext();
        var kept = await db.StorePushes.SingleAsync(Ct);
        Assert.Equal((asked, reason), (kept.Strategy, kept.StrategyReason));
    }

    private static async Task<(BulkDesk Desk, ShopifyStoreClient Client)> SetAsync(PushStage stage, int products)
    {
        var store = await stage.StoreAsync("berlin", new { maximumAvailable = 1000, restoreRate = 50 });
        await stage.ProductsAsync(products, store);
        var desk = await BulkDesk.SetAsync(stage, store);
        var connection = (await desk.Get<StoreService>().ConnectAsync(store.Id, Ct))!;
        var client = desk.Get<ShopifyStoreClientFactory>().For(connection, null);
        await client.PrepareAsync(Ct);
        return (desk, client);
    }

    /// <summary>The push as a later firing would find it: with its store as it is now.</summary>
    private static async Task SeenByAsync(PushStage stage, StorePush push)
    {
        await using var db = stage.Contexts.CreateDbContext();
        db.Attach(push.Store!);
        await db.Entry(push.Store!).ReloadAsync(Ct);
    }
}
