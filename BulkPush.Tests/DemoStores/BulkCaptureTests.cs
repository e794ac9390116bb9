using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Tests.Components;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

/// <summary>
/// Bulk operations against recorded traffic. The recordings run productCreate, which the demo shops do not have: everywhere in them it is
/// replaced by the same call of productSet.
/// </summary>
public sealed class BulkCaptureTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private DemoStoreHost _host = null!;
    private CaptureReplay _replay = null!;
    private BulkClient _bulk = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(
            _clock, settings: [("DemoStores:Shops:0:BulkDelay", "00:00:01"), ("DemoStores:Shops:0:BulkLinesPerSecond", "0"), ("DemoStores:Shops:0:BulkCountStep", "1")]);
        _replay = new CaptureReplay(_host, []);
        _bulk = new BulkClient(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("60-bulk-staged-upload-post")]
    [InlineData("61-bulk-staged-upload-put")]
    public async Task Uploads_are_staged_as_recorded(string capture)
    {
        var exchange = Exchanges(capture)[0]!;

        var differences = await _replay.CompareAsync(exchange);

        // Addresses, keys, times and signatures are each shop's own; their form is checked below.
        Assert.All(
            differences.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(@"stagedTargets\[0\]\.(url|resourceUrl|parameters\[[34578]\]\.value): ", line));
    }

    [Fact]
    public async Task The_form_to_post_has_the_recorded_form()
    {
        var recorded = Exchanges("60-bulk-staged-upload-post")[0].At("response.body.data.stagedUploadsCreate.stagedTargets.0.parameters")!.AsArray();
        var ours = (await _bulk.StageAsync())["parameters"]!.AsArray();

        var (a, b) = (Policy(recorded), Policy(ours));
        Assert.Equal(a["conditions"]!.AsArray().Select(Shape), b["conditions"]!.AsArray().Select(Shape));
        Assert.Equal(_clock.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null), b.Text("expiration"));
        Assert.Matches("^tmp/[0-9]+/bulk/[0-9a-f-]{36}/lines.jsonl$", ours[3].Text("value"));
    }

    [Fact]
    public async Task A_run_from_created_to_completed_answers_as_recorded()
    {
        var exchanges = Exchanges("62-bulk-run-to-completed");
        var path = await _bulk.UploadAsync("""{"product":{"title":"Bulk Operation Mutation Created 2026-07-04T23:47:24.840Z","status":"DRAFT"}}""");

        AssertSame(await _replay.CompareAsync(exchanges[0]!, v => With(v, "path", path)));
        AssertSame(await _replay.CompareAsync(exchanges[1]!));
        await AdvanceAsync(timers: 1);
        await UntilAsync("RUNNING", "1");
        AssertSame(await _replay.CompareAsync(exchanges[2]!));
        AssertSame(await _replay.CompareAsync(exchanges[5]!));
        await AdvanceAsync(timers: 1);
        await UntilAsync("COMPLETED", "1");
        var differences = (await _replay.CompareAsync(exchanges[3]!)).Split('\n');

        Assert.Equal(3, differences.Length);
        Assert.All(differences, line => Assert.Matches(@"bulkOperation\.(url|fileSize|completedAt): expected ", line));
        var url = (await _host.SendAsync("{ currentBulkOperation(type: MUTATION) { url } }")).Text("data.currentBulkOperation.url")!;
        var line = await _host.Client.GetStringAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(Digits(exchanges[4].Text("response.body")!), Digits(line));
    }

    [Theory]
    [InlineData("63-bulk-run-no-such-file")]
    [InlineData("68-bulk-run-invalid-mutation")]
    [InlineData("69-bulk-run-client-identifier")]
    public async Task Refusals_read_as_recorded(string capture)
    {
        foreach (var exchange in Exchanges(capture)) AssertSame(await _replay.CompareAsync(exchange!));
    }

    [Theory]
    [InlineData("64-bulk-run-empty-file", 0)]
    [InlineData("65-bulk-run-file-too-large", 104_866_200)]
    public async Task Files_that_were_put_and_cannot_be_run_are_refused_as_recorded(string capture, int size)
    {
        var target = await _bulk.StageAsync("PUT");
        using var content = new ByteArrayContent(new byte[size]);
        using var response = await _host.Client.PutAsync(target.Text("url"), content, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);

        AssertSame(await _replay.CompareAsync(Exchanges(capture)[0]!, v => With(v, "path", new Uri(target.Text("url")!).AbsolutePath)));
    }

    [Fact]
    public async Task Cancelling_what_is_over_answers_as_recorded()
    {
        var id = await _bulk.StartAsync("""{"input":{"title":"Cap"}}""");
        await AdvanceAsync(timers: 1);
        await AdvanceAsync(timers: 1);
        await UntilAsync("COMPLETED", "1");
        var recorded = Exchanges("70-bulk-read-and-cancel-errors")[3].At("response.body.data.bulkOperationCancel")!;

        var answer = await _bulk.CancelAsync(id);

        Assert.Equal(recorded["userErrors"].Json(), answer["userErrors"].Json());
        AssertSameNulls(recorded["bulkOperation"]!, answer["bulkOperation"]!);
    }

    [Fact]
    public async Task A_cancelled_operation_has_what_the_recorded_one_has()
    {
        await _host.ConfigureAsync(new { bulkLinesPerSecond = 1 });
        var id = await _bulk.StartAsync("""{"input":{"title":"Cap"}}""", """{"input":{"title":"Hat"}}""");
        await AdvanceAsync(timers: 1);
        await UntilAsync("RUNNING", "0");
        for (var i = 0; i < 5; i++) await AdvanceAsync(timers: 1, TimeSpan.FromMilliseconds(200));
        await UntilAsync("RUNNING", "1");

        await _bulk.CancelAsync(id);
        await AdvanceAsync(timers: 1);
        await AdvanceAsync(timers: 1);
        await UntilAsync("CANCELED", "1");

        AssertSameNulls(SharedFacts.Capture("72-bulk-canceled-mutation-has-url").At("exchanges.0.response.node")!, await _bulk.ReadAsync(id));
    }

    [Fact]
    public async Task The_sixth_operation_and_a_cancellation_answer_as_recorded()
    {
        var exchanges = Exchanges("66-bulk-run-sixth-refused");
        var path = await _bulk.UploadAsync("""{"product":{"title":"Waits"}}""");
        var ids = new List<string>();
        for (var i = 0; i < 4; i++) ids.Add((await _bulk.RunAsync(path)).Text("bulkOperation.id")!);

        AssertSame(await _replay.CompareAsync(exchanges[0]!, v => With(v, "path", path)));
        ids.Add((await _host.SendAsync("{ currentBulkOperation(type: MUTATION) { id } }")).Text("data.currentBulkOperation.id")!);
        AssertSame(await _replay.CompareAsync(exchanges[1]!, v => With(v, "path", path)));
        var sixth = await _bulk.RunAsync(path);
        var cancelled = await _bulk.CancelAsync(ids[0]);

        Assert.Equal(
            $"A bulk mutation operation for this app and shop is already in progress: {string.Join(", ", ids)}.", sixth.Text("userErrors.0.message"));
        Assert.Equal("CANCELING", cancelled.Text("bulkOperation.status"));
        await AdvanceAsync(timers: 5);
        await AdvanceAsync(timers: 5);
        await Eventually.IsTrueAsync(async () => (await _bulk.ReadAsync(ids[0])).Text("status") == "CANCELED", "the operation is cancelled");
    }

    [Fact]
    public async Task Before_2026_01_the_second_operation_is_refused()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 3, 2, 9, 0, 1, TimeSpan.Zero));
        var path = await _bulk.UploadAsync("""{"product":{"title":"Waits"}}""");
        var first = (await _bulk.RunAsync(path)).Text("bulkOperation.id")!;
        var exchange = Exchanges("67-bulk-run-before-2026-01-second-refused")[0]!;

        using var response = await _host.PostAsync(
            new { query = exchange.Text("request.query"), variables = With(exchange.At("request.variables")!.DeepClone(), "path", path) }, version: "2025-04");
        var reply = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            (exchange.Text("response.body.data.bulkOperationRunMutation.userErrors.0.code"), $"A bulk mutation operation for this app and shop is already in progress: {first}."),
            (reply.Text("data.bulkOperationRunMutation.userErrors.0.code"), reply.Text("data.bulkOperationRunMutation.userErrors.0.message")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Reading_and_cancelling_what_is_not_there_answers_as_recorded(int exchange) =>
        AssertSame(await _replay.CompareAsync(Exchanges("70-bulk-read-and-cancel-errors")[exchange]!));

    private static JsonArray Exchanges(string capture)
    {
        var text = SharedFacts.Capture(capture)["exchanges"]!.ToJsonString()
            .Replace("ProductCreateInput!", "ProductSetInput!", StringComparison.Ordinal)
            .Replace("productCreate(product:", "productSet(input:", StringComparison.Ordinal)
            .Replace("productCreate", "productSet", StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsArray();
    }

    private static JsonNode Policy(JsonArray parameters) =>
        JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(parameters.First(p => p.Text("name") == "policy").Text("value")!)))!;

    /// <summary>A condition without the values that are each upload's own.</summary>
    private static string Shape(JsonNode? condition) => condition is JsonObject named && named.First().Key is "key" or "x-goog-date" or "x-goog-credential"
        ? ((JsonObject)condition).First().Key
        : condition.Json();

    private static string Digits(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"Product\\/[0-9]+", "Product");

    private static JsonNode With(JsonNode variables, string name, string value)
    {
        variables[name] = value;
        return variables;
    }

    private static void AssertSame(string differences) => Assert.True(differences.Length == 0, differences);

    /// <summary>Both are null in the same places, and say the same where it is not an id, a time or an address.</summary>
    private static void AssertSameNulls(JsonNode recorded, JsonNode ours)
    {
        foreach (var (name, value) in recorded.AsObject())
        {
            Assert.True(value is null == ours[name] is null, $"{name}: {ours[name].Json()}");
            if (name is "status" or "errorCode") Assert.Equal(value.Json(), ours[name].Json());
        }
    }

    /// <summary>Lets a second or the given time pass once so many operations wait for it.</summary>
    private async Task AdvanceAsync(int timers, TimeSpan? time = null)
    {
        await Eventually.IsTrueAsync(() => _clock.LiveTimers == timers, "the operations wait");
        _clock.Advance(time ?? TimeSpan.FromSeconds(1));
    }

    private Task UntilAsync(string status, string count) => Eventually.IsTrueAsync(
        async () => (await _host.SendAsync("{ currentBulkOperation(type: MUTATION) { status objectCount } }")).At("data.currentBulkOperation") is { } o
            && (o.Text("status"), o.Text("objectCount")) == (status, count),
        $"the operation is {status}");
}
