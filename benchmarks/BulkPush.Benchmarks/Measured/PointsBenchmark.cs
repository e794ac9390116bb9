using BulkPush.Benchmarks.Baselines;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>
/// P11: points that a first push spends on products of several shapes, against Shopify's formula worked out here from the shapes alone, and against
/// the same inputs sent with a selection that reads the product back, as most examples do.
/// </summary>
internal static class PointsBenchmark
{
    /// <summary>
    /// What the first look at a store costs: its scopes, and a definition of the custom id that is not there, whose type is not charged then (FACTS section 3,
    /// "null objects drop out"); and making that definition.
    /// </summary>
    private const int HandshakePoints = 3;
    private const int DefinitionPoints = 10;

    private const string ReadingBack =
        """
        mutation ProductSet($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
          productSet(identifier: $identifier, input: $input, synchronous: true) {
            product { id title handle options { id name } variants(first: 10) { nodes { id sku price } } metafields(first: 10) { nodes { id key value } } }
            userErrors { field message code }
          }
        }
        """;

    private static readonly ProductShape[] Shapes = [new(1), new(2), new(3), new(10), new(10, Metafields: 3), new(10, Images: 4, Metafields: 3), new(60, Images: 8)];

    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 50);
        run.Options.RefuseUnknown();
        foreach (var shape in Shapes)
            await MeasureAsync(run, shape, products);
    }

    private static async Task MeasureAsync(BenchmarkRun run, ProductShape shape, int products)
    {
        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, shape, products, run.Stop);
        var shop = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        await installation.PushAsync(store, run.Stop);
        var report = await shop.ReportAsync(run.Stop);
        report.MustHold(products);
        Add(run, Measurement.BulkPush, shape, products, report.PointsSpent - HandshakePoints - DefinitionPoints);

        var generous = await stores.OpenAsync(ShopLimits.None(TimeSpan.Zero), run.Stop);
        using var client = new PlainClient(generous, 1, run.Clock);
        await client.SendAsync(PreparedRequests.Definition(), run.Stop);
        await generous.RefillAsync(run.Stop);
        await client.RunAsync(await PreparedRequests.ReadAsync(installation.ConnectionString, run.Stop, ReadingBack), run.Stop);
        Add(run, "reading-back", shape, products, (await generous.ReportAsync(run.Stop)).PointsSpent);
    }

    private static void Add(BenchmarkRun run, string subject, ProductShape shape, int products, long points) => run.Report.Add(new Measurement(
        "points",
        subject,
        [("variants", shape.Variants), ("images", shape.Images), ("metafields", shape.Metafields), ("products", products)],
        [("pointsPerProduct", (double)points / products), ("formula", Formula(shape)), ("overFormula", ((double)points / products) - Formula(shape))])
    {
        Goals = subject == Measurement.BulkPush ? [Goal.AtLeast("P11", "overFormula", 0), Goal.AtMost("P11", "overFormula", 0)] : [],
    });

    /// <summary>Shopify's formula for a create whose selection costs nothing: 10, and what the input's lists add, rounded (FACTS section 3). Metafields carry the custom id with them.</summary>
    private static double Formula(ProductShape shape)
    {
        var metafields = shape.Metafields == 0 ? 0 : shape.Metafields + 1;
        return (double)Math.Round(10 + (0.2m * shape.Variants) + (0.4m * metafields) + (1.9m * shape.Images), MidpointRounding.AwayFromZero);
    }
}
