using System.Globalization;
using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Pushing.Bulk;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing.Crashes;

/// <summary>
/// A push that passes every crash point of a worker: to a shop that grants tokens, of products with images that are published. And what must hold of it
/// in the end, whoever died on the way.
/// </summary>
internal sealed class CrashStage : IAsyncDisposable
{
    public const int Count = 20;

    /// <summary>Of every process. Others take over a second after a death instead of six.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["Pushing:CheckInEach"] = "00:00:00.200",
        ["Pushing:CheckInDoubt"] = "00:00:01",
        ["Pushing:ProbeAfter"] = "00:00:00.100",
        ["Pushing:ProbeAtMost"] = "00:00:00.200",
        ["Pushing:ProbeTimeout"] = "00:00:01",
        ["Pushing:BulkPollEach"] = "00:00:00.050",
        ["Pushing:BulkPollAtMost"] = "00:00:00.200",
        ["Pushing:BulkStartDoubt"] = "00:00:00.500",
        ["Schedules:MissedAfter"] = "00:00:05",
        ["Schedules:ReconcileEach"] = "00:00:01",
        ["ImageChecks:Delay"] = "00:00:00",
        ["ImageChecks:Interval"] = "00:00:01",
        ["ImageChecks:Retry"] = "00:00:01",
        ["Notifications:AllowLoopback"] = "true",
        ["Notifications:PollEach"] = "00:00:00.200",
        ["Notifications:Timeout"] = "00:00:02",
    };

    private readonly string _publication;
    private readonly List<Product> _products;

    private CrashStage(PushStage stage, StoreSummary store, string publication, List<Product> products) =>
        (Stage, Store, _publication, _products) = (stage, store, publication, products);

    public PushStage Stage { get; }

    public StoreSummary Store { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="shop">Settings of the shop.</param>
    public static async Task<CrashStage> SetAsync(PostgresCluster cluster, object? shop = null)
    {
        var stage = await PushStage.SetAsync(cluster, isWorker: false, [.. Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        await stage.Shops.ConfigureAsync(new { clientId = "bulkpush", clientSecret = "shpss_berlin" }, "berlin");
        var publication = (await stage.Shops.ControlAsync("berlin")).Text("publications.0.id")!;
        var store = await stage.StoreAsync("berlin", shop ?? BulkReadings.Fast, edit => edit with
        {
            AccessToken = null,
            ClientId = "bulkpush",
            ClientSecret = "shpss_berlin",
            PublicationIds = [publication],
        });
        return new CrashStage(stage, store, publication, await ProductsAsync(stage, store));
    }

    /// <summary>Starts a process that dies as if by <c>kill -9</c> when it comes to a crash point.</summary>
    /// <param name="passes">It survives so many passes less one.</param>
    public Task<AppProcess> StartDyingAsync(int point, int passes = 1, string roles = "worker") => Stage.StartProcessAsync(
        new Dictionary<string, string>([.. Settings, .. StartupHook.DyingAt(point, passes)]) { ["BulkPush:Roles"] = roles });

    /// <summary>Starts a push of calls that the shop carries out; after the first few it owes the answers. Returns when it owes some.</summary>
    public async Task<Guid> StartUnansweredAsync()
    {
        var answered = 5;
        Stage.Shops.HoldsBack = body => body.Contains("productSet(", StringComparison.Ordinal) && Interlocked.Decrement(ref answered) < 0;
        var jobId = await Stage.StartAsync(PushStage.Directly);
        await Eventually.IsTrueAsync(async () => Stage.Shops.HeldBack > 0 && (await Stage.JobAsync(jobId)).Created == 5, "the shop owes answers");
        return jobId;
    }

    /// <summary>From now on the shop answers again, and another worker goes on.</summary>
    public async Task<JobProgress> GoOnAsync(Guid jobId)
    {
        Stage.Shops.HoldsBack = _ => false;
        await Stage.StartWorkerAsync();
        return await Stage.FinishedAsync(jobId);
    }

    /// <summary>
    /// What must hold once the push has ended: each product is in the shop once and is what the catalogue says, each outcome and each figure is right, nothing is
    /// left open anywhere, and the next push finds nothing to do.
    /// </summary>
    /// <param name="before">So many products were created by an earlier push, which did not come to publishing them.</param>
    public async Task AssertNothingLostOrDoubledAsync(JobProgress job, int before = 0)
    {
        Assert.Equal(
            (BulkPushJobStatus.Completed, null, Count - before, before, 0, 0, new PublishCounts(Published: Count)),
            (job.Status, job.Error, job.Created, job.Unchanged, job.Failed, job.Skipped, job.Publishing));
        await Stage.AssertExactlyOnceAsync(job, Store, _products);
        await Stage.AssertAccountedForAsync();
        await Stage.AssertNoFileRanTwiceAsync(Store);
        var held = await Stage.HeldAsync(Store);
        Assert.Equal(_products.Select(Entry).Order(StringComparer.Ordinal), held.Select(Entry).Order(StringComparer.Ordinal));
        await AssertChannelsKnowAsync(held);

        var sent = (await Stage.SentDirectlyAsync(Store), (await Stage.AtShopAsync(Store)).Count);
        var next = await Stage.PushAsync();
        Assert.Equal((BulkPushJobStatus.Completed, Count, new PublishCounts()), (next.Status, next.Unchanged, next.Publishing));
        Assert.Equal(sent, (await Stage.SentDirectlyAsync(Store), (await Stage.AtShopAsync(Store)).Count));
    }

    /// <summary>Has a receiver told of every push, however it ends.</summary>
    public async Task<Guid> TellAsync(WebhookReceiver receiver)
    {
        var edit = NotificationScenario.Webhook(receiver.Url) with { Events = TargetEdit.Possible };
        var saved = await Stage.Services.GetRequiredService<NotificationTargets>().CreateAsync(edit, "tests", Ct);
        return Assert.IsType<TargetSaveResult.Saved>(saved).Target.Id;
    }

    /// <summary>What the log says that a target was told, or is to be.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ToldAsync(Guid target) =>
        (await Stage.Services.GetRequiredService<DeliveryLog>().ListAsync(new DeliveryQuery(target, null, null, 0, 10), Ct)).Items;

    /// <summary>Waits until every image was read back and found.</summary>
    public Task ImagesAreKnownAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            await using var db = await Stage.Contexts.CreateDbContextAsync(Ct);
            var channels = await db.ProductChannels.AsNoTracking().Where(c => c.StoreId == Store.Id).ToListAsync(Ct);
            return channels.TrueForAll(c => c.ImagesCheckAt is null && c.Images is [{ State: ChannelImageState.Ready }]);
        },
        "every image is read back");

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    private static async Task<List<Product>> ProductsAsync(PushStage stage, StoreSummary store)
    {
        var products = Enumerable.Range(0, Count).Select(_ => A.ProductWithVariants(2)).ToList();
        foreach (var product in products)
        {
            product.Images.Add(new ProductImage { Src = $"https://images.example.com/{product.Handle}.jpg", Position = 1 });
            product.Channels.Add(new ProductChannel { StoreId = store.Id });
        }

        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        db.AddRange(products);
        await db.SaveChangesAsync(Ct);
        return products;
    }

    private async Task AssertChannelsKnowAsync(List<JsonNode> held)
    {
        await using var db = await Stage.Contexts.CreateDbContextAsync(Ct);
        var channels = await db.ProductChannels.AsNoTracking().Include(c => c.Product).Where(c => c.StoreId == Store.Id).ToListAsync(Ct);
        Assert.Equal(
            held.Select(product => (product.Text("handle"), product.Text("id"))).Order(),
            channels.Select(c => ((string?)c.Product!.Handle, c.ShopifyProductId)).Order());
        Assert.All(channels, c => Assert.Equal((null, false, true), (c.LastErrorCode, c.PublishDue, c.PushedHash is not null)));
    }

    private string Entry(Product product) => Entry(
        product.Handle, product.Title, product.Variants.Select(v => (v.Sku, v.Price)), product.Images.Select(i => i.Src), [_publication]);

    private static string Entry(JsonNode held) => Entry(
        held.Text("handle")!,
        held.Text("title")!,
        held["variants"]!.AsArray().Select(v => (v.Text("sku"), v!["price"]!.GetValue<decimal>())),
        held["media"]!.AsArray().Select(m => m.Text("originalSource")!),
        held["publications"]!.AsArray().Select(p => p.Text("id")!));

    private static string Entry(
        string handle, string title, IEnumerable<(string? Sku, decimal Price)> variants, IEnumerable<string> images, IEnumerable<string> publications) => string.Join(
            " | ",
            [
                handle,
                title,
                .. variants.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Sku} {v.Price:0.00}")),
                .. images,
                .. publications,
            ]);
}
