using System.Net.Http.Json;
using System.Text.Json;

namespace BulkPush.Benchmarks.Rig;

/// <summary>Simulated Shopify shops in a process of their own.</summary>
internal sealed class DemoStores : IAsyncDisposable
{
    private readonly BulkPushProcess _process;
    private readonly HttpClient _http;
    private int _opened;

    private DemoStores(BulkPushProcess process)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = process.Address };
    }

    public static async Task<DemoStores> StartAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        new(await BulkPushProcess.StartAsync("demo-stores", new Dictionary<string, string>(), clock, cancellationToken));

    /// <summary>Opens an empty shop that nothing else uses.</summary>
    /// <param name="bulkLinesPerSecond">Lines of a bulk operation that it works through in a second; null for its default.</param>
    public async Task<Shop> OpenAsync(ShopLimits limits, CancellationToken cancellationToken, double? bulkLinesPerSecond = null)
    {
        var name = $"bench-{Interlocked.Increment(ref _opened)}";
        using var answer = await _http.PutAsJsonAsync(
            $"demo-stores/{name}/control",
            new { maximumAvailable = limits.Bucket, restoreRate = limits.Restore, latencyMs = limits.Latency.TotalMilliseconds, bulkLinesPerSecond },
            cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Shop(_http, name);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}

/// <param name="Bucket">Size of the cost bucket in points.</param>
/// <param name="Restore">Points restored a second.</param>
internal sealed record ShopLimits(double Bucket, double Restore, TimeSpan Latency)
{
    /// <summary>A shop whose points never run out.</summary>
    public static ShopLimits None(TimeSpan latency) => new(1e9, 1e9, latency);

    /// <summary>Products that a client may have pushed after <paramref name="seconds"/> at the very most.</summary>
    public double Allowed(double seconds, double pointsPerProduct) => (Bucket + (Restore * seconds)) / pointsPerProduct;
}

/// <summary>One simulated shop, seen from outside.</summary>
internal sealed class Shop(HttpClient http, string name)
{
    public string Name => name;

    public string Domain => $"{name}.myshopify.com";

    public string AccessToken => $"shpat_{name}";

    public string AdminUrl => new Uri(http.BaseAddress!, $"demo-stores/{name}").ToString();

    public Uri GraphQL => new(http.BaseAddress!, $"demo-stores/{name}/admin/api/2026-07/graphql.json");

    public async Task<ShopReport> ReportAsync(CancellationToken cancellationToken)
    {
        var report = await http.GetFromJsonAsync<JsonElement>($"demo-stores/{name}/control", cancellationToken);
        var requests = report.GetProperty("requests");
        return new ShopReport(
            report.GetProperty("products").GetInt32(),
            requests.GetProperty("total").GetInt64(),
            requests.GetProperty("throttled").GetInt64(),
            requests.GetProperty("pointsSpent").GetInt64(),
            requests.GetProperty("maximumInFlight").GetInt32(),
            requests.GetProperty("byRootField").TryGetProperty("productSet", out var sent) ? sent.GetInt64() : 0);
    }

    /// <summary>Fills the bucket and forgets what was counted so far.</summary>
    public async Task RefillAsync(CancellationToken cancellationToken)
    {
        foreach (var action in new[] { "fillBucket", "resetStatistics" })
        {
            using var answer = await http.PostAsJsonAsync($"demo-stores/{name}/control", new { action }, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Takes the shop and what it holds away.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.DeleteAsync($"demo-stores/{name}/control", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}

/// <summary>What a shop has counted.</summary>
/// <param name="Requests">Every request that arrived.</param>
/// <param name="Throttled">Requests refused for lack of points.</param>
/// <param name="ProductSets"><c>productSet</c> calls that arrived, refused ones too.</param>
internal sealed record ShopReport(int Products, long Requests, long Throttled, long PointsSpent, int MaximumInFlight, long ProductSets)
{
    /// <exception cref="InvalidOperationException">The shop holds another number of products: the figures would mean nothing.</exception>
    public void MustHold(int products)
    {
        if (Products != products)
            throw new InvalidOperationException($"{products} products were pushed, and the shop has {Products}.");
    }
}
