using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace BulkPush.Benchmarks.Rig;

/// <summary>One BulkPush process over a database of its own, used the way a client uses it: through the REST API.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string ApiToken = "bpt_benchmarks_only_0123456789";
    private const int WarmUpProducts = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly BenchmarkDatabase _database;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    private Installation(BenchmarkDatabase database, string connectionString, BulkPushProcess process, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        ConnectionString = connectionString;
        Process = process;
        _http = new HttpClient { BaseAddress = process.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiToken);
    }

    public string ConnectionString { get; }

    public BulkPushProcess Process { get; }

    /// <summary>A client with a token that may do everything.</summary>
    public HttpClient Api => _http;

    /// <summary>What a process of this installation is configured with.</summary>
    public static Dictionary<string, string> Settings(string connectionString, IReadOnlyDictionary<string, string>? more = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:BulkPush"] = connectionString,
            ["BulkPush:Bootstrap:ApiToken"] = ApiToken,
            ["Shopify:AllowLoopback"] = "true",
            ["Api:RequestsPerMinute"] = "1000000",
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
            settings[key] = value;
        return settings;
    }

    public static async Task<Installation> StartAsync(
        BenchmarkDatabase database, string roles, TimeProvider clock, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null)
    {
        var connectionString = await database.CreateAsync(cancellationToken);
        var process = await BulkPushProcess.StartAsync(roles, Settings(connectionString, settings), clock, cancellationToken);
        return new Installation(database, connectionString, process, clock);
    }

    /// <returns>The store's id.</returns>
    public async Task<Guid> AddStoreAsync(Shop shop, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(
            "api/stores",
            new { name = shop.Name, domain = shop.Domain, adminUrl = shop.AdminUrl, accessToken = shop.AccessToken },
            cancellationToken);
        return (await ReadAsync(answer, cancellationToken)).GetProperty("id").GetGuid();
    }

    /// <param name="strategy">How products are sent: <c>direct</c> or <c>bulk</c>.</param>
    /// <returns>The job's id.</returns>
    public async Task<Guid> StartPushAsync(Guid storeId, CancellationToken cancellationToken, string strategy = "direct")
    {
        using var answer = await _http.PostAsJsonAsync("api/products/bulk-push", new { storeIds = new[] { storeId }, strategy }, cancellationToken);
        return (await ReadAsync(answer, cancellationToken)).GetProperty("id").GetGuid();
    }

    /// <summary>Pushes a few products to a shop of their own, so that what is measured next is a worker that has worked before, not the runtime's compiler.</summary>
    public async Task WarmUpAsync(DemoStores stores, CancellationToken cancellationToken)
    {
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), cancellationToken);
        var store = await AddStoreAsync(shop, cancellationToken);
        await Catalogue.SellAsync(ConnectionString, store, WarmUpProducts, cancellationToken);
        await PushAsync(store, cancellationToken);
    }

    /// <summary>Pushes and waits for the end.</summary>
    public async Task<PushTimes> PushAsync(Guid storeId, CancellationToken cancellationToken, string strategy = "direct") =>
        await FinishedAsync(await StartPushAsync(storeId, cancellationToken, strategy), cancellationToken);

    /// <exception cref="InvalidOperationException">Not every product arrived: the figures would mean nothing.</exception>
    public async Task<PushTimes> FinishedAsync(Guid jobId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var job = await _http.GetFromJsonAsync<JsonElement>($"api/products/bulk-push/{jobId}", cancellationToken);
            var status = job.GetProperty("status").GetString();
            var progress = job.GetProperty("progress");
            if (status is "failed" or "cancelled" || progress.GetProperty("failed").GetInt32() > 0)
                throw new InvalidOperationException($"The push went wrong: {job.GetRawText()}");
            if (status == "completed")
            {
                var started = job.GetProperty("startedAt").GetDateTimeOffset();
                var finished = job.GetProperty("finishedAt").GetDateTimeOffset();
                return new PushTimes(
                    progress.GetProperty("processed").GetInt32(), (finished - started).TotalSeconds, (finished - job.GetProperty("createdAt").GetDateTimeOffset()).TotalSeconds);
            }

            await Task.Delay(Poll, _clock, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
        await _database.DropAsync(ConnectionString, CancellationToken.None);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => answer.IsSuccessStatusCode
        ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)
        : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
}

/// <summary>How long a push took.</summary>
/// <param name="Seconds">From the moment a worker took it to its settlement: planning, the look at the store and the last save are in it.</param>
/// <param name="SecondsFromClick">From the request to its settlement.</param>
internal sealed record PushTimes(int Products, double Seconds, double SecondsFromClick);
