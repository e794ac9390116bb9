using BulkPush.Benchmarks.Baselines;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>P10: statements that PostgreSQL executes for a push at full speed, everything counted (scheduler, progress, the API's polling), a product.</summary>
internal static class StatementsBenchmark
{
    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 10000);
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        var statements = await StatementCounts.OfAsync(installation.ConnectionString, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        await installation.WarmUpAsync(stores, run.Stop);
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        await statements.ResetAsync(run.Stop);
        var times = await installation.PushAsync(store, run.Stop);
        Add(run, Measurement.BulkPush, products, await statements.CountAsync(run.Stop), times.Seconds);

        await statements.ResetAsync(run.Stop);
        var began = run.Clock.GetTimestamp();
        await RowByRow.RunAsync(installation.ConnectionString, store, products, run.Stop);
        Add(run, "row-by-row", products, await statements.CountAsync(run.Stop), run.Clock.GetElapsedTime(began).TotalSeconds);
    }

    private static void Add(BenchmarkRun run, string subject, int products, long statements, double seconds) => run.Report.Add(new Measurement(
        "statements",
        subject,
        [("products", products)],
        [("statementsPerProduct", (double)statements / products), ("statements", statements), ("productsPerSecond", products / seconds)])
    {
        Goals = subject == Measurement.BulkPush ? [Goal.AtMost("P10", "statementsPerProduct", 0.25)] : [],
    });
}
