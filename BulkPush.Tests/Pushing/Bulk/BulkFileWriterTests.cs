using System.Text.Json.Nodes;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>What is written into files, and where one ends and the next begins.</summary>
public sealed class BulkFileWriterTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;
    private StoreSummary _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stage = await PushStage.SetAsync(cluster, isWorker: false);
        _store = await _stage.StoreAsync("berlin", BulkReadings.Fast);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(10, 5, 10_000, 1000)]
    [InlineData(5000, 5, 10_000, 1000)]
    [InlineData(5001, 5, 10_000, 1001)]
    [InlineData(100_000, 5, 10_000, 10_000)]
    [InlineData(3000, 1, 10_000, 3000)]
    [InlineData(100, 5, 10, 10)]
    public void Files_are_even_and_neither_tiny_nor_longer_than_configured(int pending, int atOnce, int mostLines, int lines)
    {
        var limit = BulkFileLimit.For(pending, atOnce, mostLines);

        Assert.Equal(lines, limit.Lines);
        Assert.InRange(limit.Bytes, 1, 104_857_599);
    }

    [Fact]
    public async Task A_full_file_is_followed_by_another_and_each_line_is_recorded_with_its_product()
    {
        var products = await _stage.ProductsAsync(25, _store);
        await using var desk = await BulkDesk.SetAsync(_stage, _store);

        var files = await desk.WriteAsync(new BulkFileLimit(10, 1_000_000));

        Assert.Equal([10, 10, 5], files.Select(file => file.Lines.Length));
        Assert.Equal([1, 2, 3], files.Select(file => file.Operation.Sequence));
        Assert.Equal(products.Select(p => p.Title), files.SelectMany(file => file.Lines).Select(line => JsonNode.Parse(line).At("input.title")!.GetValue<string>()));
        await using var db = _stage.Contexts.CreateDbContext();
        foreach (var (operation, lines, _) in files)
        {
            var recorded = await db.BulkOperationLines.Where(l => l.BulkOperationId == operation.Id).OrderBy(l => l.LineNumber).ToListAsync(Ct);
            Assert.Equal(Enumerable.Range(0, lines.Length), recorded.Select(l => l.LineNumber));
            Assert.Equal(
                recorded.Select(l => products.Single(p => p.Id == l.ProductId).Title),
                lines.Select(line => JsonNode.Parse(line).At("input.title")!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task A_file_stays_below_its_bytes_and_is_filled_as_far_as_they_reach()
    {
        await _stage.ProductsAsync(25, _store);
        await using var desk = await BulkDesk.SetAsync(_stage, _store);

        var files = await desk.WriteAsync(new BulkFileLimit(1000, 3000));

        Assert.Equal(25, files.Sum(file => file.Lines.Length));
        Assert.True(files.Count > 2);
        Assert.All(files, file => Assert.InRange(file.Bytes, 1, 3000));
        Assert.All(files.Zip(files.Skip(1)), pair => Assert.True(pair.First.Bytes + pair.Second.Lines[0].Length >= 3000));
    }

    [Fact]
    public async Task A_line_that_no_file_can_hold_stays_pending_and_the_others_are_written()
    {
        var products = await _stage.ProductsAsync(5, _store);
        await _stage.ChangeAsync(products[2], p => p.DescriptionHtml = new string('x', 6000));
        await using var desk = await BulkDesk.SetAsync(_stage, _store);

        var files = await desk.WriteAsync(new BulkFileLimit(1000, 5000));

        Assert.Equal(4, files.Sum(file => file.Lines.Length));
        await using var db = _stage.Contexts.CreateDbContext();
        Assert.False(await db.BulkOperationLines.AnyAsync(l => l.ProductId == products[2].Id, Ct));
        Assert.All(await db.PushItems.ToListAsync(Ct), item => Assert.Equal(PushItemOutcome.Pending, item.Outcome));
    }
}
