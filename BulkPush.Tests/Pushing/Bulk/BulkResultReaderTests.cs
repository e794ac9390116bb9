using System.Collections;
using System.Text;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Shopify;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>What a result file says, and what of it is recorded.</summary>
public sealed class BulkResultReaderTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;
    private List<Product> _products = null!;
    private BulkDesk _desk = null!;
    private BulkOperation _operation = null!;
    private BitArray _seen = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stage = await PushStage.SetAsync(cluster, isWorker: false);
        var store = await _stage.StoreAsync("berlin", BulkReadings.Fast);
        _products = await _stage.ProductsAsync(6, store);
        _desk = await BulkDesk.SetAsync(_stage, store);
        _operation = await _desk.RunAsync();
        _seen = new BitArray(6);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _stage.DisposeAsync();
    }

    [Fact]
    public async Task Lines_are_matched_by_their_number_whatever_their_order()
    {
        await ReadAsync(Made(4), Made(0), Made(5), Made(2), Made(1), Made(3));

        var channels = await ChannelsAsync();
        Assert.All(await ItemsAsync(), item => Assert.Equal(PushItemOutcome.Created, item.Outcome));
        Assert.Equal(Enumerable.Range(0, 6).Select(line => $"gid://shopify/Product/{line}"), channels.Select(c => c.ShopifyProductId));
        Assert.All(channels, channel => Assert.NotNull(channel.PushedHash));
    }

    [Fact]
    public async Task A_line_that_is_missing_or_broken_or_says_nothing_about_the_product_leaves_it_pending()
    {
        await ReadAsync(
            Made(0),
            """{"data":{"productSet":{"product":""",
            """{"errors":[{"message":"Internal error. Request ID: 1","extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null,"__lineNumber":2}""",
            """{"data":{"productSet":{"product":{"id":7},"userErrors":[]}},"__lineNumber":3}""",
            """{"errors":[{"message":"Metafield definition of type 'id' is required when using custom ids.","extensions":{"code":"NOT_FOUND"}}],"data":{"productSet":null},"__lineNumber":4}""");

        Assert.Equal([PushItemOutcome.Created, .. Enumerable.Repeat(PushItemOutcome.Pending, 5)], (await ItemsAsync()).Select(i => i.Outcome));
        Assert.All((await ChannelsAsync()).Skip(1), channel => Assert.Null(channel.PushedHash));
        await CloseAsync();
    }

    [Fact]
    public async Task What_the_store_says_about_a_line_is_kept_with_its_product()
    {
        // The second is of the kind that Shopify documents for a line whose variables are wrong (capture 94).
        await ReadAsync(
            """{"data":{"productSet":{"product":null,"userErrors":[{"field":["input","title"],"message":"Title can't be blank","code":"INVALID_PRODUCT"}]}},"__lineNumber":1}""",
            """{"errors":[{"message":"Variable input of type ProductSetInput! was provided invalid value for vendors (Field is not defined)","locations":[{"line":1,"column":13}],"extensions":{"value":{},"problems":[{"path":["vendors"],"explanation":"Field is not defined"}]}}],"__lineNumber":0}""");

        var items = await ItemsAsync();
        Assert.Equal((PushItemOutcome.Failed, "SHOPIFY_ERROR", "vendors"), (items[0].Outcome, items[0].ErrorCode, items[0].ErrorField));
        Assert.Contains("Shopify does not accept vendors: Field is not defined", items[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((PushItemOutcome.Failed, "INVALID_PRODUCT"), (items[1].Outcome, items[1].ErrorCode));
        Assert.Contains("Title can't be blank", items[1].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_counts_once_and_numbers_that_the_file_did_not_have_do_not_count()
    {
        await ReadAsync(Made(1), Made(1, "gid://shopify/Product/99"), Made(6), Made(-1), Made(int.MaxValue));
        await ReadAsync(Made(1, "gid://shopify/Product/98"), Made(2));

        Assert.Equal([1, 2], (await ItemsAsync()).Select((item, line) => (item, line)).Where(i => i.item.Outcome == PushItemOutcome.Created).Select(i => i.line));
        Assert.Equal("gid://shopify/Product/1", (await ChannelsAsync())[1].ShopifyProductId);
        Assert.Equal((2, 2), (_desk.Context.Round.Settled, _desk.Context.Recorder.Progress.Created));
    }

    [Fact]
    public async Task What_an_earlier_firing_recorded_is_not_recorded_again()
    {
        await ReadAsync(Made(0), Made(1));
        await _desk.Context.Recorder.FlushAsync(Ct);
        _seen.SetAll(false);

        await ReadAsync(Made(0, "gid://shopify/Product/99"), Made(1), Made(2));

        Assert.Equal("gid://shopify/Product/0", (await ChannelsAsync())[0].ShopifyProductId);
        Assert.Equal(3, _desk.Context.Recorder.Progress.Created);
    }

    [Fact]
    public async Task What_came_before_a_file_broke_off_is_recorded()
    {
        await using var results = new BulkResults(new BrokenOff(Made(3) + "\n" + Made(4)[..30]), TimeSpan.FromMinutes(1), TimeProvider.System);

        await Assert.ThrowsAsync<ShopifyTransportException>(() => _desk.Get<BulkResultReader>().ReadAsync(_desk.Context, _operation, results, _seen, Ct));

        Assert.Equal([3], (await ItemsAsync()).Select((item, line) => (item, line)).Where(i => i.item.Outcome == PushItemOutcome.Created).Select(i => i.line));
    }

    [Fact]
    public async Task An_empty_file_records_nothing_and_every_product_stays_pending()
    {
        await ReadAsync();

        Assert.All(await ItemsAsync(), item => Assert.Equal(PushItemOutcome.Pending, item.Outcome));
        await CloseAsync();
    }

    [Fact]
    public async Task A_line_that_was_refused_for_a_reason_that_meets_every_product_stays_pending_and_is_told_once_the_file_is_read()
    {
        await ReadAsync(
            Made(0),
            """{"errors":[{"message":"Access denied for productSet field. Required access: `write_products` access scope.","path":["productSet"],"extensions":{"code":"ACCESS_DENIED","requiredAccess":"`write_products` access scope."}}],"data":{"productSet":null},"__lineNumber":1}""",
            Made(2));

        Assert.Contains("write_products", _desk.Context.Round.StoreFaultOf(_operation)!.Message, StringComparison.Ordinal);
        Assert.Equal([PushItemOutcome.Created, PushItemOutcome.Pending, PushItemOutcome.Created], (await ItemsAsync()).Take(3).Select(i => i.Outcome));
        await CloseAsync();
    }

    private static string Made(int line, string? id = null) =>
        $$$"""{"data":{"productSet":{"product":{"id":"{{{id ?? $"gid://shopify/Product/{line}"}}}","createdAt":"2026-07-01T00:00:00Z","updatedAt":"2026-07-01T00:00:00Z"},"userErrors":[]}},"__lineNumber":{{{line}}}}""";

    private async Task ReadAsync(params string[] lines)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        await using var results = new BulkResults(file, TimeSpan.FromMinutes(1), TimeProvider.System);
        await _desk.Get<BulkResultReader>().ReadAsync(_desk.Context, _operation, results, _seen, Ct);
    }

    /// <summary>The file is accounted for: its lines are gone, and whatever is still pending may go into another one.</summary>
    private async Task CloseAsync()
    {
        await _desk.Ledger.CloseAsync(_desk.Context.Hold, _operation, "completed", Ct);
        await using var db = _stage.Contexts.CreateDbContext();
        Assert.False(await db.BulkOperationLines.AnyAsync(Ct));
        var pending = await db.PushItems.CountAsync(i => i.Outcome == PushItemOutcome.Pending, Ct);
        Assert.Equal(pending, (await _desk.WriteAsync(BulkFileLimit.For(10, 1, 10))).Sum(file => file.Lines.Length));
    }

    private async Task<List<PushItem>> ItemsAsync()
    {
        await _desk.Context.Recorder.FlushAsync(Ct);
        await using var db = _stage.Contexts.CreateDbContext();
        return await db.PushItems.AsNoTracking().OrderBy(i => i.ProductId).ToListAsync(Ct);
    }

    private async Task<List<ProductChannel>> ChannelsAsync()
    {
        await _desk.Context.Recorder.FlushAsync(Ct);
        await using var db = _stage.Contexts.CreateDbContext();
        return await db.ProductChannels.AsNoTracking().Where(c => _products.Select(p => p.Id).Contains(c.ProductId)).OrderBy(c => c.ProductId).ToListAsync(Ct);
    }

    /// <summary>A download that ends before the file does.</summary>
    private sealed class BrokenOff(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The response ended prematurely.");
    }
}
