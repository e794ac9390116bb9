using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Jobs;

/// <summary>Stores, products and channels in a database, and the services that push jobs are made of, without a scheduler.</summary>
/// <param name="now">What the clock shows; midsummer's noon when it does not matter.</param>
internal sealed class JobScenario(IDbContextFactory<BulkPushDbContext> contexts, DateTimeOffset? now = null)
{
    private static int _serial;

    public FakeTimeProvider Clock { get; } = new(now ?? new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    public RecordingQueue Queue { get; } = new();

    public QueueingOptions Queueing { get; } = new();

    public StoreLines Lines => new(Options.Create(Queueing));

    public StoreClaims Claims => new(contexts, Lines, Clock);

    public StorePushLifecycle Lifecycle => new(contexts, Clock);

    public BulkPushJobService Jobs => new(contexts, Lifecycle, Lines, Queue, new AuditLog(Clock), Readings, Clock);

    public PushPauses Pauses => new(contexts, Queue, Lifecycle, Lines, new AuditLog(Clock), Readings, Clock);

    public BulkPushJobQueries Queries => new(contexts, Options.Create(Queueing), Clock);

    public SharedJobReadings Readings => field ??= new SharedJobReadings(Queries.FindAsync, Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<Store> StoreAsync(string name)
    {
        var store = new Store
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Domain = $"{name.ToLowerInvariant()}-{Interlocked.Increment(ref _serial)}.myshopify.com",
            Settings = new StoreSettings(),
            CreatedAt = Clock.GetUtcNow(),
            UpdatedAt = Clock.GetUtcNow(),
        };
        store.UseAccessToken("protected");
        await using var db = await contexts.CreateDbContextAsync(Ct);
        db.Stores.Add(store);
        await db.SaveChangesAsync(Ct);
        return store;
    }

    /// <summary>Makes products that are sold, actively, in each of the stores.</summary>
    public async Task<IReadOnlyList<Product>> ProductsAsync(int count, params Store[] stores)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        var products = Enumerable.Range(0, count).Select(_ => NewProduct(stores)).ToList();
        db.Products.AddRange(products);
        await db.SaveChangesAsync(Ct);
        return products;
    }

    public async Task<Guid> StartedAsync(PushScope scope)
    {
        var result = await Jobs.StartAsync(scope, "sam@example.com", null, Ct);
        return Assert.IsType<StartResult.Started>(result).JobId;
    }

    public async Task<StorePush> PushAsync(Guid jobId, Store store)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        return await db.StorePushes.AsNoTracking().Include(p => p.Job).Include(p => p.Store)
            .SingleAsync(p => p.JobId == jobId && p.StoreId == store.Id, Ct);
    }

    public async Task<BulkPushJob> JobAsync(Guid jobId)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        return await db.BulkPushJobs.AsNoTracking().SingleAsync(j => j.Id == jobId, Ct);
    }

    /// <summary>The products of a store's push that were not unchanged when it was planned.</summary>
    public async Task<List<PushItem>> ItemsAsync(Guid storePushId)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        return await db.PushItems.AsNoTracking().Where(i => i.StorePushId == storePushId).OrderBy(i => i.ProductId).ToListAsync(Ct);
    }

    public async Task<ProductChannel> ChannelAsync(Product product, Store store)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        return await db.ProductChannels.AsNoTracking().SingleAsync(c => c.ProductId == product.Id && c.StoreId == store.Id, Ct);
    }

    /// <summary>Makes every channel of the products look as after a push that the store accepted.</summary>
    public Task MarkPushedAsync(params IEnumerable<Product> products) => ChangeAsync(db =>
    {
        var ids = products.Select(p => p.Id).ToList();
        return db.ProductChannels.Include(c => c.Product).Include(c => c.Store).Where(c => ids.Contains(c.ProductId)).ForEachAsync(
            channel =>
            {
                channel.ShopifyProductId = $"gid://shopify/Product/{channel.ProductId}";
                channel.PushedHash = "hash";
                channel.PushedAt = Clock.GetUtcNow();
                channel.PushedProductRevision = channel.Product!.Revision;
                channel.PushedChannelRevision = channel.Revision;
                channel.PushedStoreRevision = channel.Store!.Revision;
            },
            Ct);
    });

    /// <summary>Changes rows as somebody else would meanwhile.</summary>
    public async Task ChangeAsync(Func<BulkPushDbContext, Task> change)
    {
        await using var db = await contexts.CreateDbContextAsync(Ct);
        await change(db);
        await db.SaveChangesAsync(Ct);
    }

    private Product NewProduct(Store[] stores)
    {
        var serial = Interlocked.Increment(ref _serial);
        return new Product
        {
            Handle = $"scenario-product-{serial}",
            Title = $"Product {serial}",
            CreatedAt = Clock.GetUtcNow(),
            UpdatedAt = Clock.GetUtcNow(),
            Variants = [new ProductVariant { Position = 1, Price = 10 }],
            Channels = [.. stores.Select(store => new ProductChannel { StoreId = store.Id })],
        };
    }
}
