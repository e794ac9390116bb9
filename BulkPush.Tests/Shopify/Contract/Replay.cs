using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>The real client before a loopback server that answers what a real store answered.</summary>
internal sealed class Replay : IAsyncDisposable
{
    public const string KnownId = "gid://shopify/Product/7";

    private readonly ScriptedShopify _shopify;

    private readonly BulkStorage _storage;

    private Replay(ScriptedShopify shopify)
    {
        _shopify = shopify;
        var options = Microsoft.Extensions.Options.Options.Create(shopify.Options);

        // Transfers are watched by a clock that runs: an impatient one would call each of them stalled.
        _storage = new BulkStorage(options, TimeProvider.System);
        Clients = shopify.Clients();
        Client = Clients.For(shopify.Connection);
        Bulk = new BulkOperationsFactory(Clients, _storage, options, TimeProvider.System).For(shopify.Connection);
    }

    public ShopifyStoreClientFactory Clients { get; }

    public ShopifyStoreClient Client { get; }

    public BulkOperations Bulk { get; }

    public ScriptedShopify Shopify => _shopify;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="answers">In the order of the requests.</param>
    public static Task<Replay> StartAsync(params IEnumerable<Recording> answers) => StartAsync(answers, apiVersion: null);

    /// <inheritdoc cref="StartAsync(IEnumerable{Recording})"/>
    /// <param name="apiVersion">Null for the usual one.</param>
    public static async Task<Replay> StartAsync(IEnumerable<Recording> answers, string? apiVersion)
    {
        var shopify = await ScriptedShopify.StartAsync(Ct);
        shopify.Options.ApiVersion = apiVersion ?? shopify.Options.ApiVersion;
        foreach (var answer in answers)
            shopify.Answers(answer.Body, answer.Status);
        return new Replay(shopify);
    }

    /// <param name="productId">GID by which the product is known; null finds it by its custom id.</param>
    public Task<ProductSetOutcome> PushAsync(string? productId = null) => Client.SetProductAsync(ACall(productId), Ct);

    public Task PrepareAsync() => Client.PrepareAsync(Ct);

    public Task<StoreCheck> ProbeAsync() => new ShopifyStoreProbe(Clients, _shopify.Clock).ProbeAsync(_shopify.Connection, Ct);

    /// <summary>The budget holds exactly the bucket that the reply told of.</summary>
    public void AssertSettled(Recording last)
    {
        var cost = last.Cost!;
        Assert.Equal(new BudgetReading(cost.MaximumAvailable, cost.CurrentlyAvailable, cost.RestoreRate), Client.Budget.Read());
    }

    /// <summary>Every request that was expected was made, and no other.</summary>
    public void AssertRequests(int count) => Assert.Equal(count, _shopify.Requests.Count);

    public async ValueTask DisposeAsync()
    {
        Clients.Dispose();
        _storage.Dispose();
        await _shopify.DisposeAsync();
    }

    private static ProductSetCall ACall(string? productId) => Assert.IsType<MapOutcome.Ready>(new ProductSetMapper().Map(
        A.Product("wool"), new ChannelState(productId, null, null, null, null), new StoreSettings(), force: false)).Call;
}
