using System.Text;
using System.Text.Json;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

/// <summary>What Shopify tells of a bulk operation, and the lines of its result file.</summary>
public sealed class BulkResultsTests
{
    private const string Line = """{"data":{"productSet":{"userErrors":[]}},"__lineNumber":7}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n\n", 0)]
    [InlineData(Line, 1)]
    [InlineData(Line + "\n", 1)]
    [InlineData(Line + "\r\n" + Line + "\n\n" + Line, 3)]
    [InlineData(Line + "\n" + """{"data":{"productSet":{"us""", 1)]
    [InlineData("not json\n" + Line, 1)]
    [InlineData("[]\n7\n{}\n" + """{"__lineNumber":"7"}""" + "\n" + """{"__lineNumber":1.5}""" + "\n" + Line, 1)]
    public async Task Each_whole_line_with_a_number_is_an_answer_and_nothing_else_is(string file, int answers)
    {
        var lines = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)));

        Assert.Equal(Enumerable.Repeat(7, answers), lines.Select(line => line.LineNumber));
    }

    [Fact]
    public async Task Lines_are_whole_however_the_file_arrives()
    {
        var long_ = $$$"""{"data":{"productSet":{"note":"{{{new string('ü', 50_000)}}}"}},"__lineNumber":3}""";

        var lines = await ReadAsync(new Drips(Encoding.UTF8.GetBytes($"{Line}\n{long_}\n{Line}"), most: 997));

        Assert.Equal([7, 3, 7], lines.Select(line => line.LineNumber));
        Assert.Equal(50_000, lines[1].Reply.Data!.Value.GetProperty("productSet").GetProperty("note").GetString()!.Length);
    }

    [Fact]
    public async Task A_file_that_stands_still_is_given_up()
    {
        var clock = new FakeTimeProvider();
        await using var results = new BulkResults(new Silence(), TimeSpan.FromMinutes(1), clock);
        await using var lines = results.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        var next = lines.MoveNextAsync().AsTask();

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ShopifyFault.Timeout, (await Assert.ThrowsAsync<ShopifyTransportException>(() => next)).Fault);
    }

    [Theory]
    [InlineData("COMPLETED", "null", "https://files.example/all", "https://files.example/some", true, "completed", "https://files.example/all")]
    [InlineData("FAILED", "\"TIMEOUT\"", null, "https://files.example/some", true, "failed TIMEOUT", "https://files.example/some")]
    [InlineData("CANCELED", "null", "https://files.example/done", null, true, "canceled", "https://files.example/done")]
    [InlineData("EXPIRED", "null", null, null, true, "expired", null)]
    [InlineData("RUNNING", "null", null, null, false, "running", null)]
    [InlineData("CANCELING", "null", null, null, false, "canceling", null)]
    [InlineData("PAUSED", "null", null, null, false, "other", null)]
    public void Results_are_those_of_the_whole_file_or_else_those_there_are(
        string status, string errorCode, string? url, string? partialUrl, bool isOver, string verdict, string? address)
    {
        var told = Read($$"""
            {"id":"gid://shopify/BulkOperation/1","status":"{{status}}","errorCode":{{errorCode}},"createdAt":"2026-07-01T00:00:00Z","completedAt":null,
             "objectCount":"12","url":{{JsonSerializer.Serialize(url)}},"partialDataUrl":{{JsonSerializer.Serialize(partialUrl)}}}
            """);

        Assert.Equal((isOver, verdict, address), (told.IsOver, told.Verdict, told.ResultAddress?.ToString()));
    }

    [Theory]
    [InlineData("\"5033\"", 5033)]
    [InlineData("5033", 5033)]
    [InlineData("\"9007199254740993\"", 9007199254740993)]
    [InlineData("\"\"", 0)]
    [InlineData("null", 0)]
    [InlineData("\"-1\"", 0)]
    public void Counts_come_as_text_and_a_strange_one_counts_nothing(string told, long count) => Assert.Equal(
        count,
        Read($$"""{"id":"gid://shopify/BulkOperation/1","status":"RUNNING","createdAt":"2026-07-01T00:00:00Z","objectCount":{{told}}}""").ObjectCount);

    private static ShopifyBulkOperation Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ShopifyBulkOperation.Read(document.RootElement);
    }

    private static async Task<List<BulkResultLine>> ReadAsync(Stream file)
    {
        await using var results = new BulkResults(file, TimeSpan.FromMinutes(1), TimeProvider.System);
        var lines = new List<BulkResultLine>();
        await foreach (var line in results.ReadAsync(Ct))
            lines.Add(line);
        return lines;
    }

    /// <summary>Comes in small pieces.</summary>
    private sealed class Drips(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }

    /// <summary>Never says anything.</summary>
    private sealed class Silence : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
