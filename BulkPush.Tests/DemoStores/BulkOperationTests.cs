using System.Net;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.DemoStores;

public sealed class BulkOperationTests : IAsyncLifetime
{
    private DemoStoreHost _host = null!;
    private BulkClient _bulk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:BulkLinesPerSecond", "0")]);
        _bulk = new BulkClient(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_line_takes_effect_once_and_is_answered_under_its_number_in_another_order()
    {
        var id = await _bulk.StartAsync(Enumerable.Range(0, 250).Select(i => BulkClient.Line($"Product {i}")));

        var operation = await _bulk.UntilAsync(id, "COMPLETED");
        var results = await _bulk.ResultsAsync(operation.Text("url")!);

        var numbers = results.Select(r => r["__lineNumber"]!.GetValue<int>()).ToList();
        Assert.Equal(Enumerable.Range(0, 250), numbers.Order());
        Assert.NotEqual(numbers.Order(), numbers);
        Assert.All(results, r => Assert.Equal($"Product {r["__lineNumber"]}", r.Text("data.productSet.product.title")));
        var control = await _host.ControlAsync();
        Assert.Equal((250, 250), (control["products"]!.GetValue<int>(), control.At("requests.bulkLines")!.GetValue<int>()));
        Assert.Equal("250", operation.Text("objectCount"));
    }

    [Fact]
    public async Task Lines_cost_nothing_and_run_the_very_productSet()
    {
        const string Cap = """{"input":{"title":"Cap","handle":"cap"},"identifier":{"handle":"cap"}}""";
        var id = await _bulk.StartAsync(Cap, """{"input":{"title":""}}""", Cap);

        var results = await _bulk.ResultsAsync((await _bulk.UntilAsync(id, "COMPLETED")).Text("url")!);

        Assert.Equal("Title can't be blank", results.Single(r => r.Text("__lineNumber") == "1").Text("data.productSet.userErrors.0.message"));
        var control = await _host.ControlAsync();
        Assert.Equal(1, control["products"]!.GetValue<int>());
        Assert.True(control.At("requests.pointsSpent")!.GetValue<int>() < 40, control.Json());
    }

    [Fact]
    public async Task Slashes_are_escaped_in_the_results_and_nothing_else_is_changed()
    {
        var id = await _bulk.StartAsync(BulkClient.Line("Left/right \\ \"both\" \\/ ü"));

        var operation = await _bulk.UntilAsync(id, "COMPLETED");
        var text = await _host.Client.GetStringAsync(operation.Text("url"), Ct);

        Assert.Contains(@"gid:\/\/shopify\/Product\/", text, StringComparison.Ordinal);
        Assert.Equal("Left/right \\ \"both\" \\/ ü", JsonNode.Parse(text).Text("data.productSet.product.title"));
        Assert.Equal(operation.Text("fileSize"), text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_line_that_cannot_be_run_fails_alone()
    {
        var id = await _bulk.StartAsync("{not json", """["a","list"]""", """{"input":{"colour":"red"}}""", "{}", BulkClient.Line("Good"));

        var results = await _bulk.ResultsAsync((await _bulk.UntilAsync(id, "COMPLETED")).Text("url")!);

        var byLine = results.ToDictionary(r => r["__lineNumber"]!.GetValue<int>());
        Assert.All((int[])[0, 1, 2, 3], line => Assert.True(byLine[line]["data"] is null && byLine[line]["errors"] is JsonArray { Count: 1 }, byLine[line].Json()));
        Assert.Equal("Variable $input of type ProductSetInput! was provided invalid value for colour (Field is not defined on ProductSetInput)", byLine[2].Text("errors.0.message"));
        Assert.Equal("Good", byLine[4].Text("data.productSet.product.title"));
    }

    [Fact]
    public async Task Without_the_scope_every_line_is_denied()
    {
        await _host.ConfigureAsync(new { scopes = new[] { "read_products" } });

        var results = await _bulk.ResultsAsync((await _bulk.UntilAsync(await _bulk.StartAsync(BulkClient.Line("Cap")), "COMPLETED")).Text("url")!);

        Assert.Equal("ACCESS_DENIED", Assert.Single(results).Text("errors.0.extensions.code"));
    }

    [Fact]
    public async Task Progress_is_shown_in_steps_until_the_end()
    {
        await _host.ConfigureAsync(new { bulkCountStep = 20, bulkLinesPerSecond = 50 });
        var id = await _bulk.StartAsync(Enumerable.Range(0, 50).Select(i => BulkClient.Line($"Product {i}")));

        var seen = new HashSet<string>();
        await Eventually.IsTrueAsync(HasEndedAsync, "the operation ends");

        Assert.Subset(new HashSet<string> { "0", "20", "40", "50" }, seen);
        Assert.Contains("50", seen);

        async Task<bool> HasEndedAsync()
        {
            var operation = await _bulk.ReadAsync(id);
            seen.Add(operation.Text("objectCount")!);
            return operation.Text("status") == "COMPLETED";
        }
    }

    [Fact]
    public async Task A_cancelled_operation_stops_and_keeps_what_it_did()
    {
        await _host.ConfigureAsync(new { bulkLinesPerSecond = 20, bulkCountStep = 1 });
        var id = await _bulk.StartAsync(Enumerable.Range(0, 1000).Select(i => BulkClient.Line($"Product {i}")));
        await Eventually.IsTrueAsync(async () => (await _bulk.ReadAsync(id)).Text("objectCount") != "0", "a line is done");

        var answer = await _bulk.CancelAsync(id);
        var operation = await _bulk.UntilAsync(id, "CANCELED");

        Assert.Equal("CANCELING", answer.Text("bulkOperation.status"));
        var products = (await _host.ControlAsync())["products"]!.ToString();
        Assert.Equal((products, null, null, null), (operation.Text("objectCount"), operation.Text("completedAt"), operation.Text("fileSize"), operation.Text("partialDataUrl")));
        Assert.Equal(products, (await _bulk.ResultsAsync(operation.Text("url")!)).Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("A bulk operation cannot be canceled when it is canceled", (await _bulk.CancelAsync(id)).Text("userErrors.0.message"));
    }

    [Fact]
    public async Task A_shop_with_files_can_be_taken_away()
    {
        await _bulk.UntilAsync(await _bulk.StartAsync(BulkClient.Line("One")), "COMPLETED");

        using var answer = await _host.Client.DeleteAsync(new Uri("demo-stores/alpha/control", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Operations_are_listed_newest_first_and_found_by_status_and_type()
    {
        var done = await _bulk.StartAsync(BulkClient.Line("One"));
        await _bulk.UntilAsync(done, "COMPLETED");
        await _host.ConfigureAsync(new { bulkLinesPerSecond = 0.5 });
        var running = await _bulk.StartAsync(BulkClient.Line("Two"), BulkClient.Line("Three"));
        await _bulk.UntilAsync(running, "RUNNING");

        Assert.Equal([running, done], await ListAsync(""));
        Assert.Equal([done, running], await ListAsync("", "reverse: true"));
        Assert.Equal([running], await ListAsync("status:running operation_type:mutation"));
        Assert.Equal([done], await ListAsync("status:COMPLETED"));
        Assert.Empty(await ListAsync("operation_type:query"));
        Assert.Equal([running, done], await ListAsync("type:QUERY"));
        Assert.Equal([done], await ListAsync($"id:{done.Split('/')[^1]}"));
    }

    [Fact]
    public async Task A_sixth_operation_is_refused_until_there_is_room()
    {
        await _host.ConfigureAsync(new { foreignBulkOperations = 4, bulkLinesPerSecond = 0.5 });
        var fifth = await _bulk.StartAsync(BulkClient.Line("Five"), BulkClient.Line("More"));

        var sixth = await _bulk.RunAsync(await _bulk.UploadAsync(BulkClient.Line("Six")));
        await _host.ConfigureAsync(new { foreignBulkOperations = 3 });
        var again = await _bulk.RunAsync(await _bulk.UploadAsync(BulkClient.Line("Six")));

        Assert.Equal("OPERATION_IN_PROGRESS", sixth.Text("userErrors.0.code"));
        Assert.EndsWith($", {fifth}.", sixth.Text("userErrors.0.message"), StringComparison.Ordinal);
        Assert.Equal("CREATED", again.Text("bulkOperation.status"));
    }

    [Fact]
    public async Task A_file_can_be_run_twice_because_Shopify_does_not_stop_that()
    {
        var path = await _bulk.UploadAsync(BulkClient.Line("Twin"));

        await _bulk.UntilAsync((await _bulk.RunAsync(path)).Text("bulkOperation.id")!, "COMPLETED");
        await _bulk.UntilAsync((await _bulk.RunAsync(path)).Text("bulkOperation.id")!, "COMPLETED");

        Assert.Equal(2, (await _host.ControlAsync())["products"]!.GetValue<int>());
    }

    [Fact]
    public async Task Results_need_their_signature_and_end_when_they_are_told_to()
    {
        var id = await _bulk.StartAsync(BulkClient.Line("Cap"));
        var url = (await _bulk.UntilAsync(id, "COMPLETED")).Text("url")!;

        using var guessed = await _host.Client.GetAsync(url.Replace("Signature=", "Signature=0", StringComparison.Ordinal), Ct);
        await _host.ActAsync(new { action = "expireBulkResults" });
        using var late = await _host.Client.GetAsync(url, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (guessed.StatusCode, late.StatusCode));
        var operation = await _bulk.ReadAsync(id);
        Assert.Equal(("EXPIRED", null), (operation.Text("status"), operation.Text("url")));
    }

    [Fact]
    public async Task Emptying_the_shop_ends_its_operations()
    {
        await _host.ConfigureAsync(new { bulkLinesPerSecond = 20 });
        var id = await _bulk.StartAsync(Enumerable.Range(0, 1000).Select(i => BulkClient.Line($"Product {i}")));
        await _bulk.UntilAsync(id, "RUNNING");

        await _host.ActAsync(new { action = "reset" });

        Assert.Null((await _host.SendAsync("query Poll($id: ID!) { bulkOperation(id: $id) { id } }", new { id })).At("data.bulkOperation"));
        await Eventually.IsTrueAsync(async () => (await _bulk.RunAsync(await _bulk.UploadAsync(BulkClient.Line("New")))).Text("bulkOperation.status") == "CREATED", "there is room");
    }

    private async Task<IEnumerable<string>> ListAsync(string query, string more = "reverse: false") =>
        (await _host.SendAsync($"query List($query: String) {{ bulkOperations(first: 10, query: $query, {more}) {{ nodes {{ id }} }} }}", new { query }))
        .At("data.bulkOperations.nodes")!.AsArray().Select(n => n.Text("id")!);
}
