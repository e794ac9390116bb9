using System.Net.Http.Json;
using System.Text.Json;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Support;

/// <summary>A simulated shop behind real HTTP, driven through its control endpoint: what a test sets up there and what it finds there afterwards.</summary>
internal sealed class DemoShop(Uri application, string name)
{
    private readonly Uri _control = new(application, $"demo-stores/{name}/control");

    public string Name { get; } = name;

    public string Domain => $"{Name}.myshopify.com";

    public string AdminUrl => new Uri(application, $"demo-stores/{Name}").ToString();

    public string AccessToken => $"shpat_{Name}";

    /// <summary>Opens a shop that nothing else uses, without latency, in an application with the role demo-stores.</summary>
    /// <param name="change">More of what the control endpoint takes, for example <c>new { kind = "plus", latencyMs = 20 }</c>.</param>
    public static async Task<DemoShop> OpenAsync(Uri application, object? change = null)
    {
        var shop = new DemoShop(application, $"shop-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await shop.ChangeAsync(change ?? new { });
        return shop;
    }

    /// <summary>Registers the shop as a store of an application, and switches every product of the catalogue on in it.</summary>
    /// <returns>The store's id.</returns>
    public async Task<Guid> AddToAsync(RunningApp app, string? displayName = null, bool withAllProducts = true)
    {
        var edit = new StoreEdit { Name = displayName ?? Name, Domain = Domain, AdminUrl = AdminUrl, AccessToken = AccessToken };
        var result = await app.Get<StoreService>().CreateAsync(edit, "test", TestContext.Current.CancellationToken);
        var store = Assert.IsType<StoreSaveResult.Saved>(result).Store.Id;
        if (withAllProducts)
            await app.Get<Core.Catalog.ProductChannelService>().SetActiveAsync(store, null, true, "test", TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>PUT: settings, faults (<c>new { faults = new { lostReply = new { count = 1 } } }</c>), points in the bucket.</summary>
    public Task ChangeAsync(object change) => SendAsync(HttpMethod.Put, change);

    /// <summary>POST: <c>reset</c>, <c>resetStatistics</c>, <c>clearFaults</c>, <c>fillBucket</c>, <c>drainBucket</c>, <c>deleteProduct</c>.</summary>
    public Task ActAsync(string action, string? handle = null) => SendAsync(HttpMethod.Post, handle is null ? new { action } : new { action, handle });

    /// <summary>What the control endpoint shows: <c>products</c>, <c>requests.total</c>, <c>requests.byRootField.productSet</c> ...</summary>
    public async Task<JsonElement> ReportAsync()
    {
        using var client = new HttpClient();
        return await client.GetFromJsonAsync<JsonElement>(_control, TestContext.Current.CancellationToken);
    }

    /// <summary>Requests that reached the shop since it was opened or its statistics were reset.</summary>
    public async Task<long> RequestCountAsync() => (await ReportAsync()).GetProperty("requests").GetProperty("total").GetInt64();

    public async Task<int> ProductCountAsync() => (await ReportAsync()).GetProperty("products").GetInt32();

    /// <summary>Everything the shop holds, as its JSON page shows it.</summary>
    public async Task<IReadOnlyList<JsonElement>> ProductsAsync()
    {
        using var client = new HttpClient();
        return await client.GetFromJsonAsync<List<JsonElement>>(new Uri(application, $"demo-stores/{Name}/products.json"), TestContext.Current.CancellationToken) ?? [];
    }

    private async Task SendAsync(HttpMethod method, object body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, _control) { Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
