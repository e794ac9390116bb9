using System.Text.Json.Nodes;
using BulkPush.Tests.Components;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

public sealed class VariantLimitTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private readonly TestDirectory _state = new();
    private DemoStoreHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Past_the_limit_of_a_day_creating_is_refused_as_recorded_while_updates_go_on()
    {
        var known = (await PushAsync("Cap", 2)).Text("data.productSet.product.id")!;

        var refused = await PushAsync("Hat", 2);
        var updated = await PushAsync("Cap again", 2, known);
        var last = await PushAsync("Scarf", 1);

        var recorded = SharedFacts.Capture("92-quoted-daily-variant-limit").At("response.body")!;
        Assert.Equal(
            (recorded.Text("errors.0.message"), recorded.At("errors.0.extensions").Json(), """["productSet"]""", """{"productSet":null}"""),
            (refused.Text("errors.0.message"), refused.At("errors.0.extensions").Json(), refused.At("errors.0.path").Json(), refused["data"].Json()));
        Assert.Equal("10", refused.Text("extensions.cost.actualQueryCost"));
        Assert.Equal("Cap again", updated.Text("data.productSet.product.title"));
        Assert.NotNull(last.Text("data.productSet.product.id"));
        Assert.Equal((2, 3), await CountsAsync());
    }

    [Fact]
    public async Task The_next_day_of_the_shop_begins_at_nothing()
    {
        await PushAsync("Cap", 3);
        Assert.Equal("VARIANT_THROTTLE_EXCEEDED", (await PushAsync("Hat", 1)).Text("errors.0.extensions.code"));

        _clock.Advance(TimeSpan.FromHours(15));

        Assert.NotNull((await PushAsync("Hat", 1)).Text("data.productSet.product.id"));
        await PushAsync("Scarf", 2);
        Assert.NotNull((await PushAsync("Glove", 1)).At("errors"));
        await _host.ActAsync(new { action = "resetVariantCount" });
        Assert.NotNull((await PushAsync("Glove", 1)).Text("data.productSet.product.id"));
    }

    [Fact]
    public async Task A_restart_does_not_forget_the_day()
    {
        await PushAsync("Cap", 3);
        await _host.DisposeAsync();

        _host = await StartAsync();

        Assert.Equal("VARIANT_THROTTLE_EXCEEDED", (await PushAsync("Hat", 1)).Text("errors.0.extensions.code"));
    }

    [Fact]
    public async Task A_line_of_a_bulk_operation_is_refused_alone()
    {
        var bulk = new BulkClient(_host);

        var id = await bulk.StartAsync(Enumerable.Range(0, 4).Select(i => BulkClient.Line($"Product {i}")));
        var results = await bulk.ResultsAsync((await bulk.UntilAsync(id, "COMPLETED")).Text("url")!);

        Assert.Equal("VARIANT_THROTTLE_EXCEEDED", Assert.Single(results, r => r["data"] is null).Text("errors.0.extensions.code"));
    }

    private Task<DemoStoreHost> StartAsync() => DemoStoreHost.StartAsync(
        _clock, _state.Path, ("DemoStores:Shops:0:VariantsPerDay", "3"), ("DemoStores:Shops:0:BulkLinesPerSecond", "0"));

    private Task<JsonNode> PushAsync(string title, int variants, string? id = null) => _host.SendAsync(
        "mutation Push($input: ProductSetInput!, $identifier: ProductSetIdentifiers) { productSet(input: $input, identifier: $identifier) { product { id title } userErrors { message } } }",
        new
        {
            identifier = id is null ? null : new { id },
            input = new
            {
                title,
                productOptions = new[] { new { name = "Size", values = Enumerable.Range(0, variants).Select(i => new { name = $"S{i}" }) } },
                variants = Enumerable.Range(0, variants).Select(i => new { optionValues = new[] { new { optionName = "Size", name = $"S{i}" } } }),
            },
        });

    private async Task<(int Products, int Created)> CountsAsync()
    {
        var control = await _host.ControlAsync();
        return (control["products"]!.GetValue<int>(), control["variantsCreatedToday"]!.GetValue<int>());
    }
}
