using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Baselines;

/// <summary>
/// The fastest that HttpClient can be: requests that are made already, a fixed number of them in flight, answers read and not looked at, nothing
/// stored. Nothing that remembers what it did can be faster.
/// </summary>
internal static class BareLoop
{
    /// <summary>Sends everything; returns how many seconds it took.</summary>
    public static async Task<double> RunAsync(Shop shop, IReadOnlyList<byte[]> bodies, int width, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var http = PlainClient.NewHttp(shop);
        var began = clock.GetTimestamp();
        await Parallel.ForEachAsync(
            bodies,
            new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellationToken },
            async (body, stop) =>
            {
                using var content = PlainClient.Content(body);
                using var response = await http.PostAsync(shop.GraphQL, content, stop);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync(stop);
            });
        return clock.GetElapsedTime(began).TotalSeconds;
    }
}
