using BulkPush.Benchmarks.Rig;
using BulkPush.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Benchmarks.Measured;

/// <summary>P7: a push of channels that are all up to date, from a worker's claim to the settlement, against one scan that looks at the same rows and decides the same.</summary>
internal static class NoOpBenchmark
{
    private const int Rounds = 5;

    private const string PutUpToDate =
        """
        update product_channels c
        set shopify_product_id = 'gid://shopify/Product/' || c.product_id, pushed_hash = repeat('a', 64), pushed_variants_hash = repeat('b', 64),
            pushed_media_hash = repeat('c', 64), pushed_metafields_hash = repeat('d', 64), pushed_product_revision = p.revision,
            pushed_channel_revision = c.revision, pushed_store_revision = s.revision, pushed_at = now()
        from products p, stores s
        where p.id = c.product_id and s.id = c.store_id and c.store_id = @store
        """;

    private const string Scan =
        $"""
        select count(*) from product_channels c join products p on p.id = c.product_id join stores s on s.id = c.store_id
        where c.store_id = @store and c.is_active and {ChannelDue.IsUpToDate}
        """;

    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 100000);
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        await installation.WarmUpAsync(stores, run.Stop);
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        await Catalogue.ExecuteAsync(installation.ConnectionString, PutUpToDate, [Store(store)], run.Stop);
        await Catalogue.ExecuteAsync(installation.ConnectionString, "vacuum full analyze product_channels", [], run.Stop);

        var pushes = new List<double>();
        var scans = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            run.Say($"round {round + 1} of {Rounds}");
            scans.Add(await ScanAsync(run, installation.ConnectionString, store, products));
            pushes.Add((await installation.PushAsync(store, run.Stop)).Seconds);
        }

        var calls = (await shop.ReportAsync(run.Stop)).Requests;
        var scan = Median(scans);
        run.Report.Add(new Measurement("no-op", "one-scan", [("products", products)], [("seconds", scan), ("ofScan", 1)]));
        run.Report.Add(new Measurement(
            "no-op", Measurement.BulkPush, [("products", products)], [("seconds", Median(pushes)), ("ofScan", Median(pushes) / scan), ("calls", calls)])
        {
            Goals = [Goal.AtMost("P7", "calls", 0), Goal.AtMost("P7", "ofScan", 5)],
        });
    }

    private static async Task<double> ScanAsync(BenchmarkRun run, string connectionString, Guid store, int products)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(run.Stop);
        await using var scan = new NpgsqlCommand(Scan, connection);
        scan.Parameters.Add(Store(store));
        var began = run.Clock.GetTimestamp();
        var found = (long)(await scan.ExecuteScalarAsync(run.Stop))!;
        var seconds = run.Clock.GetElapsedTime(began).TotalSeconds;
        return found == products ? seconds : throw new InvalidOperationException($"Only {found} of {products} channels are up to date.");
    }

    private static NpgsqlParameter Store(Guid id) => new("store", NpgsqlDbType.Uuid) { Value = id };

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
