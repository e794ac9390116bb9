using System.Globalization;
using BulkPush.Benchmarks.Baselines;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>P5 (120 ms latency) and P6 (none): how fast everything of ours is when the store has no limit, the database included, against a bare loop of the same width.</summary>
internal static class PipeBenchmark
{
    private const string Bare = "bare-loop";

    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 20000);
        var width = run.Options.Count("width", 128);
        var rounds = run.Options.Count("rounds", 1);
        var latency = TimeSpan.FromMilliseconds(run.Options.Number("latency", 120));
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        var settings = new Dictionary<string, string> { ["Pushing:RequestsInFlight"] = width.ToString(CultureInfo.InvariantCulture) };
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop, settings);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        await installation.WarmUpAsync(stores, run.Stop);
        var bodies = await PreparedRequests.ReadAsync(installation.ConnectionString, run.Stop);
        await WarmBareLoopAsync(run, stores, bodies, width);
        for (var round = 0; round < rounds; round++)
        {
            run.Say($"{Bare} sends {products} products");
            var bare = await stores.OpenAsync(ShopLimits.None(latency), run.Stop);
            await DefineAsync(run, bare);
            var bareSeconds = await BareLoop.RunAsync(bare, bodies, width, run.Clock, run.Stop);
            (await bare.ReportAsync(run.Stop)).MustHold(products);
            await bare.CloseAsync(run.Stop);

            run.Say($"bulkpush pushes {products} products");
            var shop = await stores.OpenAsync(ShopLimits.None(latency), run.Stop);
            var store = await installation.AddStoreAsync(shop, run.Stop);
            await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
            var times = await installation.PushAsync(store, run.Stop);
            (await shop.ReportAsync(run.Stop)).MustHold(products);
            await shop.CloseAsync(run.Stop);

            Add(run, Bare, products, width, latency, bareSeconds, bareSeconds);
            Add(run, Measurement.BulkPush, products, width, latency, times.Seconds, bareSeconds);
        }
    }

    private static async Task WarmBareLoopAsync(BenchmarkRun run, DemoStores stores, IReadOnlyList<byte[]> bodies, int width)
    {
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        await DefineAsync(run, shop);
        await BareLoop.RunAsync(shop, bodies, width, run.Clock, run.Stop);
        await shop.CloseAsync(run.Stop);
    }

    private static async Task DefineAsync(BenchmarkRun run, Shop shop)
    {
        using var client = new PlainClient(shop, 1, run.Clock);
        await client.SendAsync(PreparedRequests.Definition(), run.Stop);
    }

    private static void Add(BenchmarkRun run, string subject, int products, int width, TimeSpan latency, double seconds, double bareSeconds) =>
        run.Report.Add(new Measurement(
            "pipe",
            subject,
            [("products", products), ("width", width), ("latency", latency.TotalMilliseconds)],
            [("productsPerSecond", products / seconds), ("ofBare", bareSeconds / seconds), ("seconds", seconds)])
        {
            Goals = subject != Measurement.BulkPush ? []
                : latency == TimeSpan.Zero ? [Goal.AtLeast("P6", "ofBare", 0.60)]
                : [Goal.AtLeast("P5", "ofBare", 0.90)],
        });
}
