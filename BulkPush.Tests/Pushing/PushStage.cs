using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Core;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace BulkPush.Tests.Pushing;

/// <summary>A database of its own, demo stores behind real HTTP, and worker processes' hosts: everything a push is made of but the pages.</summary>
internal sealed class PushStage : IAsyncDisposable
{
    /// <summary>
    /// A shop that takes the first few products at once and then about one a second: whatever a test does meanwhile, a hundred are not done.
    /// </summary>
    public static readonly object SlowShop = new { maximumAvailable = 200, restoreRate = 10 };

    /// <summary>Everything, one call a product: files would not wait for a slow shop's points.</summary>
    public static readonly PushScope Directly = new() { Strategy = PushStrategy.Direct };

    private readonly PostgresFixture _database;
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _settings;
    private readonly TimeProvider _clock;
    private readonly List<IHost> _workers = [];

    private PushStage(PostgresFixture database, DemoStoreHost shops, TimeProvider clock, IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        (_database, _clock, _settings) = (database, clock, settings);
        Shops = shops;
    }

    public DemoStoreHost Shops { get; }

    public IDbContextFactory<Core.Persistence.BulkPushDbContext> Contexts => _database.Contexts;

    /// <summary>Services of the newest node in this process.</summary>
    public IServiceProvider Services => _workers[^1].Services;

    /// <summary>The newest worker in this process.</summary>
    public IHost Worker => _workers[^1];

    public BulkPushJobService Jobs => _workers[^1].Services.GetRequiredService<BulkPushJobService>();

    public BulkPushJobQueries Queries => _workers[^1].Services.GetRequiredService<BulkPushJobQueries>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="isWorker">Whether pushes run in this process; without it a test brings workers of its own.</param>
    /// <param name="settings">Configuration of the workers in this process.</param>
    public static Task<PushStage> SetAsync(PostgresCluster cluster, bool isWorker = true, params IReadOnlyList<KeyValuePair<string, string?>> settings) =>
        SetAsync(cluster, TimeProvider.System, isWorker, settings);

    /// <param name="shopClock">The demo stores' time.</param>
    public static Task<PushStage> SetAsync(
        PostgresCluster cluster, TimeProvider shopClock, bool isWorker = true, params IReadOnlyList<KeyValuePair<string, string?>> settings) =>
        SetAsync(cluster, shopClock, TimeProvider.System, isWorker, settings);

    /// <param name="clock">The time of the nodes in this process, their scheduler included.</param>
    public static async Task<PushStage> SetAsync(
        PostgresCluster cluster, TimeProvider shopClock, TimeProvider clock, bool isWorker, params IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        var database = new PostgresFixture(cluster);
        await database.InitializeAsync();
        var stage = new PushStage(database, await DemoStoreHost.StartAsync(shopClock), clock, settings);
        await stage.StartNodeAsync(isWorker);
        return stage;
    }

    /// <summary>Starts another worker; the newest one answers <see cref="Jobs"/> and <see cref="Queries"/>.</summary>
    public Task StartWorkerAsync() => StartNodeAsync(true);

    /// <summary>Starts a worker as a process of its own, which a test may kill.</summary>
    /// <param name="settings">Over the defaults.</param>
    public Task<AppProcess> StartWorkerProcessAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        StartProcessAsync(new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["BulkPush:Roles"] = "worker" });

    /// <summary>Starts the application as a process of its own, which a test may kill.</summary>
    /// <param name="settings">Over the defaults, among them its roles.</param>
    /// <param name="program">Path of another build's BulkPush.Web.dll; null for this one's.</param>
    public Task<AppProcess> StartProcessAsync(IReadOnlyDictionary<string, string> settings, string? program = null) => AppProcess.StartAsync(
        _database.ConnectionString, new Dictionary<string, string>(settings) { ["Shopify:AllowLoopback"] = "true" }, program: program);

    /// <summary>Makes a demo shop and the store that is pushed to it.</summary>
    /// <param name="shop">First label of the shop's domain.</param>
    /// <param name="change">How the store is filled in otherwise than with the shop's permanent token.</param>
    public async Task<StoreSummary> StoreAsync(string shop, object? settings = null, Func<StoreEdit, StoreEdit>? change = null)
    {
        await Shops.ConfigureAsync(settings ?? new { maximumAvailable = 100000, restoreRate = 100000 }, shop);
        var edit = new StoreEdit
        {
            Name = shop,
            Domain = $"{shop}.myshopify.com",
            AdminUrl = new Uri(Shops.Client.BaseAddress!, $"demo-stores/{shop}").ToString(),
            AccessToken = (await Shops.ControlAsync(shop)).Text("accessToken"),
        };
        var saved = await _workers[^1].Services.GetRequiredService<StoreService>().CreateAsync(change?.Invoke(edit) ?? edit, "test", Ct);
        return Assert.IsType<StoreSaveResult.Saved>(saved).Store;
    }

    /// <summary>Makes products that are sold, actively, in the stores.</summary>
    public async Task<List<Product>> ProductsAsync(int count, params StoreSummary[] stores)
    {
        var products = Enumerable.Range(0, count).Select(_ => A.ProductWithVariants(2)).ToList();
        foreach (var product in products)
        {
            product.Channels.AddRange(stores.Select(store => new ProductChannel { StoreId = store.Id }));
        }

        await _database.SaveAsync(products);
        return products;
    }

    public async Task ChangeAsync(Product product, Action<Product> change)
    {
        await using var db = _database.CreateContext();
        var found = await db.Products.Include(p => p.Variants).Include(p => p.Images).SingleAsync(p => p.Id == product.Id, Ct);
        change(found);
        found.MarkChanged(found.UpdatedAt);
        await db.SaveChangesAsync(Ct);
    }

    public async Task<Guid> StartAsync(PushScope? scope = null) =>
        Assert.IsType<StartResult.Started>(await Jobs.StartAsync(scope ?? PushScope.Everything, "test", null, Ct)).JobId;

    /// <summary>Starts a push to slow shops and waits until each has its first products.</summary>
    public async Task<Guid> StartSlowlyAsync()
    {
        var jobId = await StartAsync(Directly);
        await Eventually.IsTrueAsync(async () => (await JobAsync(jobId)).Stores.All(s => s.Progress.Created > 0), "the first products are created");
        return jobId;
    }

    /// <summary>Ends a shop's slowness.</summary>
    public Task HurryAsync(StoreSummary store) => Shops.ConfigureAsync(new { maximumAvailable = 100000, restoreRate = 100000, available = 100000 }, store.Name);

    /// <summary>Gives up the test's own connections, which a restart of the server has broken.</summary>
    public void ForgetConnections()
    {
        foreach (var source in _workers.Select(node => node.Services.GetRequiredService<NpgsqlDataSource>()).Append(_database.DataSource))
        {
            source.Clear();
        }
    }

    public async Task<JobProgress> JobAsync(Guid jobId) => (await Queries.FindAsync(jobId, Ct))!;

    public async Task<JobProgress> FinishedAsync(Guid jobId)
    {
        return await UntilAsync(jobId, job => job.IsFinal, "the push ends");
    }

    /// <summary>Waits until nobody works on a push because the circuit breaker has paused what is left of it.</summary>
    public async Task<JobProgress> HaltedAsync(Guid jobId)
    {
        return await UntilAsync(jobId, job => job is { Status: BulkPushJobStatus.Paused, IsHalted: true }, "the circuit breaker pauses the push");
    }

    /// <summary>Lets a paused push go on and waits for the end; one that goes on by itself does so meanwhile.</summary>
    public async Task<JobProgress> ResumedAsync(Guid jobId)
    {
        await Services.GetRequiredService<PushPauses>().ResumeAsync(jobId, null, "test", Ct);
        return await FinishedAsync(jobId);
    }

    /// <summary>Pushes and waits for the end.</summary>
    public async Task<JobProgress> PushAsync(PushScope? scope = null) => await FinishedAsync(await StartAsync(scope));

    /// <summary>What a demo shop holds.</summary>
    public async Task<List<JsonNode>> HeldAsync(StoreSummary store)
    {
        var json = await Shops.Client.GetStringAsync(new Uri($"/demo-stores/{store.Name}/products.json", UriKind.Relative), Ct);
        return [.. JsonNode.Parse(json)!.AsArray().Select(product => product!)];
    }

    /// <summary>Requests that a demo shop has received.</summary>
    public async Task<long> RequestsAsync(StoreSummary store) => (long)(await Shops.ControlAsync(store.Name)).At("requests.total")!;

    /// <summary>The invariant of every push that ended: each product is in the shop once, and the figures equal the rows.</summary>
    public async Task AssertExactlyOnceAsync(JobProgress job, StoreSummary store, IReadOnlyCollection<Product> products)
    {
        Assert.Equal(
            products.Select(p => p.Handle).Order(StringComparer.Ordinal),
            (await HeldAsync(store)).Select(held => held.Text("handle")!).Order(StringComparer.Ordinal));
        await AssertFiguresAsync(job, store);
    }

    /// <summary>The figures of a store's push equal its rows.</summary>
    public async Task AssertFiguresAsync(JobProgress job, StoreSummary store)
    {
        await using var db = _database.CreateContext();
        var push = job.Stores.Single(s => s.StoreId == store.Id);
        var outcomes = await db.PushItems.Where(i => i.StorePushId == push.StorePushId).Select(i => i.Outcome).ToListAsync(Ct);
        outcomes.AddRange((await db.UnchangedProducts.Where(u => u.StorePushId == push.StorePushId).ToListAsync(Ct))
            .SelectMany(u => u.ProductIds).Select(_ => PushItemOutcome.Unchanged));
        Assert.Equal(
            (push.Progress.Total, push.Progress.Created, push.Progress.Updated, push.Progress.Unchanged, push.Progress.Failed, push.Progress.Skipped),
            (outcomes.Count, Count(PushItemOutcome.Created), Count(PushItemOutcome.Updated), Count(PushItemOutcome.Unchanged),
            Count(PushItemOutcome.Failed), Count(PushItemOutcome.Skipped)));

        int Count(PushItemOutcome outcome) => outcomes.Count(o => o == outcome);
    }

    /// <summary>Stops the nodes in this process in good order; nothing runs until another one is started.</summary>
    public async Task StopAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        _workers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();

        await Shops.DisposeAsync();
        await _database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<JobProgress> UntilAsync(Guid jobId, Func<JobProgress, bool> condition, string what)
    {
        JobProgress? job = null;
        try
        {
            await Eventually.IsTrueAsync(async () => condition(job = await JobAsync(jobId)), what);
            return job!;
        }
        catch (TimeoutException vain)
        {
            throw new TimeoutException($"{vain.Message} The push: {JsonSerializer.Serialize(job)}", vain);
        }
    }

    private async Task StartNodeAsync(bool isWorker)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Shopify:AllowLoopback", "true"),
            new("Shopify:BackOff", "00:00:00.010"),
            new("Shopify:MaxBackOff", "00:00:00.100"),
            new("Pushing:BulkPollEach", "00:00:00.050"),
            new("Pushing:BulkPollAtMost", "00:00:00.200"),
            new("Pushing:BulkStartDoubt", "00:00:00.500"),
            new("Pushing:ProbeAfter", "00:00:00.100"),
            new("Pushing:ProbeAtMost", "00:00:00.200"),
        ]);
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Services.AddSingleton(_clock).AddLogging();
        builder.Services.AddBulkPushCore(_database.ConnectionString, isWorker);
        builder.Services.AddSingleton<HttpShopifyTransport>().AddSingleton<InterruptedTransport>();
        builder.Services.AddSingleton<IShopifyTransport>(provider => provider.GetRequiredService<InterruptedTransport>());
        var host = builder.Build();
        _workers.Add(host);
        await host.StartAsync(Ct);
    }
}
