using BulkPush.Benchmarks.Baselines;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>
/// P1 to P3: how much of what a store's limit allows is used. The share is products x points / (bucket + restore x time), where BulkPush's time
/// is the whole of a first push, from a worker's claim to the settlement, and a baseline's only from its first request to its last reply.
/// </summary>
internal static class BudgetBenchmark
{
    private const double Points = 10;

    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 1500);
        var width = run.Options.Count("width", 32);
        var limits = new ShopLimits(
            run.Options.Number("bucket", 2000), run.Options.Number("restore", 100), TimeSpan.FromMilliseconds(run.Options.Number("latency", 120)));
        var subjects = run.Options.Text("subjects")?.Split(',') ?? [Measurement.BulkPush, "plain-client", "one-by-one"];
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        if (subjects.Contains(Measurement.BulkPush))
        {
            await installation.WarmUpAsync(stores, run.Stop);
            var shop = await stores.OpenAsync(limits, run.Stop);
            var store = await installation.AddStoreAsync(shop, run.Stop);
            await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
            run.Say($"bulkpush pushes {products} products");
            var times = await installation.PushAsync(store, run.Stop);
            Add(run, Measurement.BulkPush, products, limits, times.Seconds, await shop.ReportAsync(run.Stop), times.SecondsFromClick);
        }

        var bodies = await PreparedRequests.ReadAsync(installation.ConnectionString, run.Stop);
        foreach (var (subject, inFlight) in new[] { ("plain-client", width), ("one-by-one", 1) }.Where(baseline => subjects.Contains(baseline.Item1)))
        {
            run.Say($"{subject} sends {products} products");
            var fresh = await stores.OpenAsync(limits, run.Stop);
            using var client = new PlainClient(fresh, inFlight, run.Clock);
            await client.SendAsync(PreparedRequests.Definition(), run.Stop);
            await fresh.RefillAsync(run.Stop);
            Add(run, subject, products, limits, await client.RunAsync(bodies, run.Stop), await fresh.ReportAsync(run.Stop), null);
        }
    }

    private static void Add(BenchmarkRun run, string subject, int products, ShopLimits limits, double seconds, ShopReport report, double? secondsFromClick)
    {
        report.MustHold(products);
        List<(string, double)> measures =
        [
            ("share", products / limits.Allowed(seconds, Points)),
            ("throttled", report.Throttled),
            ("productsPerSecond", products / seconds),
            ("seconds", seconds),
            ("leastSeconds", Math.Max(0, ((products * Points) - limits.Bucket) / limits.Restore)),
            ("pointsPerProduct", (double)report.PointsSpent / products),
            ("maximumInFlight", report.MaximumInFlight),
        ];
        if (secondsFromClick is { } whole)
            measures.Add(("shareFromClick", products / limits.Allowed(whole, Points)));
        run.Report.Add(new Measurement(
            "budget",
            subject,
            [("bucket", limits.Bucket), ("restore", limits.Restore), ("products", products), ("latency", limits.Latency.TotalMilliseconds)],
            measures)
        {
            Goals = subject == Measurement.BulkPush ? Goals(products, limits) : [],
        });
    }

    private static IReadOnlyList<Goal> Goals(int products, ShopLimits limits) => (limits.Bucket, limits.Restore, products) switch
    {
        (2000, 100, 1500) => [Goal.AtLeast("P1", "share", 0.99), Goal.AtMost("P1", "throttled", 0)],
        (2000, 100, 300) => [Goal.AtLeast("P2", "share", 0.98)],
        (20000, 1000, 3000) => [Goal.AtLeast("P3", "share", 0.98)],
        _ => [],
    };
}
