using System.Net.Http.Headers;
using System.Text.Json;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Baselines;

/// <summary>
/// What one writes first: a fixed number of calls in flight, and after THROTTLED a wait for the missing points, at least a second, as Shopify
/// advises. It knows nothing of the bucket before it is refused.
/// </summary>
internal sealed class PlainClient(Shop shop, int width, TimeProvider clock) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = NewHttp(shop);

    /// <summary>The client of a loop: no time-out but the default, connections kept.</summary>
    public static HttpClient NewHttp(Shop shop)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        http.DefaultRequestHeaders.Add("X-Shopify-Access-Token", shop.AccessToken);
        return http;
    }

    public static ReadOnlyMemoryContent Content(byte[] body) => new(body) { Headers = { ContentType = Json } };

    /// <summary>Sends everything; returns how many seconds it took, from the first request to the last reply.</summary>
    public async Task<double> RunAsync(IReadOnlyList<byte[]> bodies, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken }, SendAsync);
        return clock.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var content = Content(body);
            using var response = await _http.PostAsync(shop.GraphQL, content, cancellationToken);
            response.EnsureSuccessStatusCode();
            using var reply = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (!reply.RootElement.TryGetProperty("errors", out var errors))
                return;
            if (errors[0].GetProperty("extensions").GetProperty("code").GetString() != "THROTTLED")
                throw new InvalidOperationException($"The shop refused a request: {errors.GetRawText()}");

            var cost = reply.RootElement.GetProperty("extensions").GetProperty("cost");
            var status = cost.GetProperty("throttleStatus");
            var missing = cost.GetProperty("requestedQueryCost").GetDouble() - status.GetProperty("currentlyAvailable").GetDouble();
            var wait = TimeSpan.FromSeconds(Math.Max(0, missing) / status.GetProperty("restoreRate").GetDouble());
            await Task.Delay(wait > ShortestWait ? wait : ShortestWait, clock, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();
}
