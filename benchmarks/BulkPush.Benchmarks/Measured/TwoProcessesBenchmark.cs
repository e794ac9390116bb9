using BulkPush.Benchmarks.Baselines;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>P4: two worker processes with one database and one store, against two plain clients that share a store. Wasted is every call beyond one a product.</summary>
internal static class TwoProcessesBenchmark
{
    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 1000);
        var width = run.Options.Count("width", 32);
        var limits = new ShopLimits(
            run.Options.Number("bucket", 2000), run.Options.Number("restore", 100), TimeSpan.FromMilliseconds(run.Options.Number("latency", 120)));
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var first = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        await using var second = await BulkPushProcess.StartAsync("worker", Installation.Settings(first.ConnectionString), run.Clock, run.Stop);
        await Catalogue.CreateAsync(first.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        await first.WarmUpAsync(stores, run.Stop);
        var shop = await stores.OpenAsync(limits, run.Stop);
        var store = await first.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(first.ConnectionString, store, products, run.Stop);
        run.Say($"two bulkpush workers push {products} products");
        var times = await first.PushAsync(store, run.Stop);
        Add(run, Measurement.BulkPush, products, limits, times.Seconds, await shop.ReportAsync(run.Stop));

        var bodies = await PreparedRequests.ReadAsync(first.ConnectionString, run.Stop);
        var shared = await stores.OpenAsync(limits, run.Stop);
        using var one = new PlainClient(shared, width, run.Clock);
        using var other = new PlainClient(shared, width, run.Clock);
        await one.SendAsync(PreparedRequests.Definition(), run.Stop);
        await shared.RefillAsync(run.Stop);
        run.Say("two plain clients send half of them each");
        var seconds = await Task.WhenAll(
            one.RunAsync([.. bodies.Take(products / 2)], run.Stop), other.RunAsync([.. bodies.Skip(products / 2)], run.Stop));
        Add(run, "two-plain-clients", products, limits, seconds.Max(), await shared.ReportAsync(run.Stop));
    }

    private static void Add(BenchmarkRun run, string subject, int products, ShopLimits limits, double seconds, ShopReport report)
    {
        report.MustHold(products);
        run.Report.Add(new Measurement(
            "two-processes",
            subject,
            [("bucket", limits.Bucket), ("restore", limits.Restore), ("products", products), ("latency", limits.Latency.TotalMilliseconds)],
            [
                ("wasted", report.ProductSets - products),
                ("wastedShare", (double)(report.ProductSets - products) / report.ProductSets),
                ("throttled", report.Throttled),
                ("productsPerSecond", products / seconds),
                ("seconds", seconds),
            ])
        {
            Goals = subject == Measurement.BulkPush ? [Goal.AtMost("P4", "wasted", 0)] : [],
        });
    }
}
