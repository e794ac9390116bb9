using System.Net;
using System.Text;

namespace BulkPush.Tests.DemoStores;

public sealed class StagedUploadTests : IAsyncLifetime
{
    private const int HundredMegabytes = 104_857_600;

    private DemoStoreHost _host = null!;
    private BulkClient _bulk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync();
        _bulk = new BulkClient(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_posted_file_is_answered_with_its_key()
    {
        var target = await _bulk.StageAsync();
        using var content = new StringContent(BulkClient.Line("Cap"));

        using var response = await _bulk.PostAsync(target, content);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains($"<Key>{Key(target)}</Key>", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", HttpStatusCode.BadRequest)]
    [InlineData("policy", HttpStatusCode.Forbidden)]
    [InlineData("x-goog-signature", HttpStatusCode.Forbidden)]
    public async Task A_form_without_one_of_its_fields_before_the_file_is_refused(string field, HttpStatusCode expected)
    {
        var target = await _bulk.StageAsync();
        using var content = new StringContent(BulkClient.Line("Cap"));

        using var response = await _bulk.PostAsync(target, content, p => p.Text("name") == field);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_form_that_ends_in_the_middle_of_its_file_keeps_nothing()
    {
        var target = await _bulk.StageAsync();
        var form = string.Concat(target["parameters"]!.AsArray().Select(p => $"--cut\r\nContent-Disposition: form-data; name=\"{p.Text("name")}\"\r\n\r\n{p.Text("value")}\r\n"));
        using var content = new StringContent(form + "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n{\"input\":", Encoding.UTF8);
        content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "cut") } };

        using var response = await _host.Client.PostAsync(target.Text("url"), content, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("NO_SUCH_FILE", (await _bulk.RunAsync(Key(target))).Text("userErrors.0.code"));
    }

    [Fact]
    public async Task The_policy_lets_no_more_than_a_hundred_megabytes_be_posted()
    {
        using var largest = new ByteArrayContent(new byte[HundredMegabytes]);
        using var tooLarge = new ByteArrayContent(new byte[HundredMegabytes + 1]);
        using var nothing = new ByteArrayContent([]);

        using var good = await _bulk.PostAsync(await _bulk.StageAsync(), largest);
        using var bad = await _bulk.PostAsync(await _bulk.StageAsync(), tooLarge);
        using var empty = await _bulk.PostAsync(await _bulk.StageAsync(), nothing);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (good.StatusCode, bad.StatusCode, empty.StatusCode));
        Assert.Contains("EntityTooLarge", await bad.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_put_file_is_run_by_the_path_of_its_address()
    {
        var target = await _bulk.StageAsync("PUT");
        using var content = new StringContent(BulkClient.Line("Cap") + "\n", Encoding.UTF8);

        using var response = await _host.Client.PutAsync(target.Text("url"), content, Ct);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Ct)));
        var path = new Uri(target.Text("url")!).AbsolutePath;
        await _bulk.UntilAsync((await _bulk.RunAsync(path)).Text("bulkOperation.id")!, "COMPLETED");
    }

    [Fact]
    public async Task A_put_needs_the_signature_it_was_given()
    {
        var target = await _bulk.StageAsync("PUT");
        using var content = new StringContent("x");

        using var response = await _host.Client.PutAsync(target.Text("url") + "0", content, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_file_that_was_put_too_large_or_empty_fails_only_when_it_is_run()
    {
        using var tooLarge = new ByteArrayContent(new byte[104_866_200]);
        using var nothing = new ByteArrayContent([]);

        var messages = new List<string?>();
        foreach (var content in (ByteArrayContent[])[tooLarge, nothing])
        {
            var target = await _bulk.StageAsync("PUT");
            using var response = await _host.Client.PutAsync(target.Text("url"), content, Ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            messages.Add((await _bulk.RunAsync(new Uri(target.Text("url")!).AbsolutePath)).Text("userErrors.0.message"));
        }

        Assert.Equal(["The input file size exceeds the maximum allowed size of 100 MB.", "The input file is empty."], messages);
    }

    private static string Key(System.Text.Json.Nodes.JsonNode target) =>
        target["parameters"]!.AsArray().First(p => p.Text("name") == "key").Text("value")!;
}
