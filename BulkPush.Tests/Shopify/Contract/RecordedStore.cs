using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Pushing;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>The whole engine with a database of its own before a store that answers what real stores answered, one answer a request.</summary>
internal sealed class RecordedStore : IAsyncDisposable
{
    private const string Ready = """{"currentAppInstallation":{"accessScopes":[{"handle":"write_products"}]},"metafieldDefinition":{"type":{"name":"id"}}}""";

    private readonly PushStage _stage;

    private RecordedStore(PushStage stage, ScriptedShopify shopify) => (_stage, Shopify) = (stage, shopify);

    public ScriptedShopify Shopify { get; }

    /// <summary>What was asked for, in order: names of operations, <c>upload</c> and <c>results</c>.</summary>
    public IEnumerable<string> Asked => Shopify.Requests.Select(request => request.Body["operationName"]?.ToString() ?? request.Path.TrimStart('/'));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RecordedStore> StartAsync(PostgresCluster cluster) => new(await PushStage.SetAsync(cluster), await ScriptedShopify.StartAsync(Ct));

    /// <summary>The store lets us in.</summary>
    public RecordedStore LetsIn()
    {
        Shopify.Data(Ready, 4);
        return this;
    }

    /// <summary>The store takes a file.</summary>
    public RecordedStore TakesAFile()
    {
        Shopify.Answers(BulkRecordings.Staged(Shopify.Address));
        return Answers(Recording.Of("60-bulk-staged-upload-post", "multipart POST to url"));
    }

    public RecordedStore Answers(Recording recording) => Answers(recording.Body, recording.Status);

    public RecordedStore Answers(string body, int status = 200)
    {
        Shopify.Answers(body, status);
        return this;
    }

    /// <summary>Pushes so many new products to the store in files, to the end.</summary>
    /// <returns>Their outcomes in the order in which they are written into a file, and why they were sent as they were.</returns>
    public async Task<(IReadOnlyList<RecordedOutcome> Items, StorePushView Push)> PushAsync(int products)
    {
        var edit = new StoreEdit { Name = "Recorded", Domain = "recorded.myshopify.com", AdminUrl = Shopify.Address.ToString(), AccessToken = "shpat_secret" };
        var store = Assert.IsType<StoreSaveResult.Saved>(await _stage.Services.GetRequiredService<StoreService>().CreateAsync(edit, "test", Ct)).Store;
        await _stage.ProductsAsync(products, store);

        var job = await _stage.PushAsync(new PushScope { Strategy = PushStrategy.Bulk });

        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        Assert.False(await db.BulkOperationLines.AnyAsync(Ct), "Every line of every file is accounted for.");
        var outcomes =
            from item in db.PushItems.AsNoTracking()
            join channel in db.ProductChannels on item.ProductId equals channel.ProductId
            orderby item.ProductId
            select new RecordedOutcome(item.Outcome, channel.ShopifyProductId, item.ErrorCode, item.ErrorField, item.ErrorMessage);
        return (await outcomes.ToListAsync(Ct), Assert.Single(job.Stores));
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await Shopify.DisposeAsync();
    }
}

/// <summary>What is recorded of one product: its item of the push, and what the channel remembers.</summary>
internal sealed record RecordedOutcome(PushItemOutcome Outcome, string? ShopifyProductId, string? ErrorCode = null, string? ErrorField = null, string? ErrorMessage = null);
