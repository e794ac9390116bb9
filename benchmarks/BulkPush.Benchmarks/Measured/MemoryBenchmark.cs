using System.Globalization;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>
/// P8: the most memory that a worker process of its own ever needed, for pushes of different sizes. The store has no limit and no latency, so that a
/// million products are through in minutes; at a real store's pace the same products pass through the same stages more slowly.
/// </summary>
internal static class MemoryBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static async Task RunAsync(BenchmarkRun run)
    {
        var sizes = (run.Options.Text("sizes") ?? "10000,100000,1000000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).Order().ToList();
        run.Options.RefuseUnknown();

        double? smallest = null;
        foreach (var size in sizes)
        {
            var (peak, seconds) = await MeasureAsync(run, size);
            smallest ??= peak;
            run.Report.Add(new Measurement(
                "memory",
                Measurement.BulkPush,
                [("products", size)],
                [("peakMegabytes", peak), ("growthMegabytes", peak - smallest.Value), ("productsPerSecond", size / seconds), ("seconds", seconds)])
            {
                Goals = size >= 1_000_000 && sizes[0] <= 10_000 ? [Goal.AtMost("P8", "growthMegabytes", 64)] : [],
            });
        }
    }

    private static async Task<(double Megabytes, double Seconds)> MeasureAsync(BenchmarkRun run, int products)
    {
        run.Say($"a worker pushes {products} products");
        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web", run.Clock, run.Stop);
        await using var worker = await BulkPushProcess.StartAsync("worker", Installation.Settings(installation.ConnectionString), run.Clock, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        var times = await installation.PushAsync(store, run.Stop);
        (await shop.ReportAsync(run.Stop)).MustHold(products);
        await shop.CloseAsync(run.Stop);
        return (worker.PeakWorkingSet() / Megabyte, times.Seconds);
    }
}
