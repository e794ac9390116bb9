using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

/// <summary>The demo shops against recorded Shopify traffic: same reply, same errors, same price.</summary>
public sealed class CaptureReplayTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;
    private CaptureReplay _replay = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:Locations:0", "Source"), ("DemoStores:Shops:0:Locations:1", "Destination")]);
        var control = await _host.ControlAsync();
        _replay = new CaptureReplay(_host, [.. control["locations"]!.AsArray().Select(l => l.Text("id")!)]);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("05-productset-handle-rules")]
    [InlineData("06-productset-async-operation")]
    [InlineData("07-productset-async-minimal")]
    [InlineData("08-productset-identifier-null-creates")]
    [InlineData("09-productset-error-id-not-allowed")]
    [InlineData("10-productset-error-unknown-id")]
    [InlineData("12-productset-error-options-without-variants")]
    [InlineData("13-productset-error-lengths")]
    [InlineData("16-productset-error-inventory-cost")]
    [InlineData("17-productset-error-unknown-category")]
    [InlineData("18-productset-error-option-name-slash")]
    [InlineData("19-productset-inventory-create")]
    public async Task Answers_as_recorded(string capture)
    {
        foreach (var exchange in SharedFacts.Capture(capture)["exchanges"]!.AsArray())
            AssertSame(await _replay.CompareAsync(exchange!));
    }

    [Fact]
    public async Task A_create_and_three_updates_of_one_product_answer_as_recorded()
    {
        foreach (var capture in (string[])["01-productset-create-two-variants", "02-productset-update-by-id", "03-productset-update-title-only-by-id-and-handle"])
        {
            foreach (var exchange in SharedFacts.Capture(capture)["exchanges"]!.AsArray())
                AssertSame(await _replay.CompareAsync(exchange!));
        }
    }

    [Fact]
    public async Task Too_many_variants_are_refused_as_recorded_and_the_points_stay_spent()
    {
        var exchange = SharedFacts.Capture("14-productset-error-variant-array-2049").At("exchanges.0")!;

        var differences = await _replay.CompareAsync(exchange, variables => Fill(variables, "input.variants", 2049));

        Assert.Contains("locations[0].line", differences, StringComparison.Ordinal);
        Assert.Single(differences.Split('\n').Where(line => !line.Contains("locations[0]", StringComparison.Ordinal)).DefaultIfEmpty(""));
        Assert.Equal(1580, (await _host.ControlAsync()).At("bucket.currentlyAvailable")!.GetValue<double>(), 20d);
    }

    [Fact]
    public async Task Too_many_quantities_are_refused_as_recorded()
    {
        var exchange = SharedFacts.Capture("15-productset-error-inventory-array-251").At("exchanges.0")!;

        var differences = await _replay.CompareAsync(exchange, variables => Fill(variables, "input.variants.0.inventoryQuantities", 251));

        Assert.DoesNotContain(differences.Split('\n'), line => line.Length > 0 && !line.Contains("locations[0]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("invalidSyntax")]
    [InlineData("missingSubselection")]
    [InlineData("unknownMutationRoot")]
    [InlineData("unknownProductField")]
    public async Task Errors_before_execution_read_as_recorded(string label)
    {
        var exchange = SharedFacts.Capture("30-errors-before-execution")["exchanges"]!.AsArray().First(e => e.Text("label") == label)!;

        AssertSame(await _replay.CompareAsync(exchange));
    }

    [Fact]
    public async Task Definitions_of_custom_ids_answer_as_recorded()
    {
        var exchanges = SharedFacts.Capture("40-metafield-definition-type-id")["exchanges"]!.AsArray();
        AssertSame(await _replay.CompareAsync(exchanges[0]!));
        AssertSame(await _replay.CompareAsync(exchanges[1]!));
        await _host.SendAsync(exchanges[2].Text("request.query")!, exchanges[2].At("request.variables"));

        // That recording is of an older version, which kept the point of the definition it did not make.
        Assert.Equal("$.extensions.cost.actualQueryCost: expected 11, found 10", await _replay.CompareAsync(exchanges[2]!));
    }

    [Fact]
    public async Task Locations_are_listed_as_recorded_but_for_a_point()
    {
        await using var host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:Locations:0", "Hermes Conformance Annex"), ("DemoStores:Shops:0:Locations:1", "103 ossington")]);

        var differences = await new CaptureReplay(host, []).CompareAsync(SharedFacts.Capture("53-locations-list").At("exchanges.0")!);

        // Two of ten publications would have cost a point less: how Shopify rounds a short page of places is not known.
        Assert.Equal("$.extensions.cost.actualQueryCost: expected 4, found 3", differences);
    }

    private static void AssertSame(string differences) => Assert.True(differences.Length == 0, differences);

    /// <summary>The recording keeps only the first of many equal entries.</summary>
    private static JsonNode Fill(JsonNode variables, string path, int count)
    {
        var list = variables.At(path)!.AsArray();
        while (list.Count < count) list.Add(list[0]!.DeepClone());
        return variables;
    }
}
