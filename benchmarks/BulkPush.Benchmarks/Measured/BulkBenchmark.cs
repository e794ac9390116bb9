using System.Globalization;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>
/// Products sent in files, by bulk operations: how much memory a worker of its own needs for few and for many, and whether every line has an
/// outcome. The shop works through its lines as fast as it can; how fast Shopify does is published nowhere, so no rate here says anything about it.
/// </summary>
internal static class BulkBenchmark
{
    private const double Megabyte = 1024 * 1024;

    public static async Task RunAsync(BenchmarkRun run)
    {
        var sizes = (run.Options.Text("sizes") ?? "10000,100000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).Order().ToList();
        run.Options.RefuseUnknown();

        double? smallest = null;
        foreach (var size in sizes)
        {
            run.Say($"a worker pushes {size} products in files");
            var (peak, times, report) = await MeasureAsync(run, size);
            smallest ??= peak;
            run.Report.Add(new Measurement(
                "bulk",
                Measurement.BulkPush,
                [("products", size)],
                [
                    ("unaccounted", size - times.Products),
                    ("held", report.Products),
                    ("peakMegabytes", peak),
                    ("growthMegabytes", peak - smallest.Value),
                    ("requests", report.Requests),
                    ("seconds", times.Seconds),
                ])
            {
                Goals = [Goal.AtMost("bulk", "unaccounted", 0), Goal.AtMost("bulk", "growthMegabytes", 64)],
            });
        }
    }

    private static async Task<(double Megabytes, PushTimes Times, ShopReport Report)> MeasureAsync(BenchmarkRun run, int products)
    {
        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web", run.Clock, run.Stop);
        await using var worker = await BulkPushProcess.StartAsync("worker", Installation.Settings(installation.ConnectionString), run.Clock, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop, bulkLinesPerSecond: 100_000);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        var times = await installation.PushAsync(store, run.Stop, "bulk");
        var report = await shop.ReportAsync(run.Stop);
        report.MustHold(products);
        await shop.CloseAsync(run.Stop);
        return (worker.PeakWorkingSet() / Megabyte, times, report);
    }
}
