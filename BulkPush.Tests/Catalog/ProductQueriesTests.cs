using System.Data.Common;
using BulkPush.Core.Catalog;
using BulkPush.Core.Persistence;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BulkPush.Tests.Catalog;

public sealed class ProductQueriesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly ProductQueries _queries = new(postgres.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("LANTERN zx1")]
    [InlineData("handle-zx1")]
    [InlineData("vendor zx1")]
    [InlineData("sku-zx1-2")]
    public async Task Search_finds_by_title_handle_vendor_and_sku(string search)
    {
        await postgres.SaveAsync(
            A.Product("a-handle-zx1", "Lantern zx1", change: product =>
            {
                product.Vendor = "Vendor zx1";
                product.OptionNames.Add("Size");
                product.Variants.AddRange([Variant(1, "S", "SKU-ZX1-1"), Variant(2, "M", "SKU-ZX1-2")]);
            }),
            A.Product());

        var page = await _queries.ListAsync(new() { Search = $" {search} " }, Ct);

        Assert.All(page.Items, row => Assert.Equal("a-handle-zx1", row.Handle));
        Assert.Equal(page.Total, page.Items.Count);
        Assert.NotEmpty(page.Items);
        await DeleteAsync("a-handle-zx1");
    }

    [Theory]
    [InlineData("50% zx2")]
    [InlineData("a_b zx2")]
    [InlineData("back\\slash zx2")]
    public async Task Wildcards_in_a_search_are_text(string title)
    {
        await postgres.SaveAsync(A.Product($"zx2-{A.Number()}", title), A.Product($"zx2-{A.Number()}", "500 aXb backXslash zx2"));

        var page = await _queries.ListAsync(new() { Search = title }, Ct);

        Assert.All(page.Items, row => Assert.Equal(title, row.Title));
        Assert.NotEmpty(page.Items);
    }

    [Fact]
    public async Task Pages_follow_the_order_and_every_product_is_on_one_page()
    {
        await postgres.SaveAsync(Enumerable.Range(0, 7).Select(i => A.Product($"zx3-{i}", i < 4 ? "zx3 same" : $"zx3 {i}")));
        var query = new ProductListQuery { Search = "zx3", PageSize = 3 };

        var pages = new List<ProductPage>();
        for (var page = 0; page < 4; page++)
            pages.Add(await _queries.ListAsync(query with { Page = page }, Ct));
        var down = await _queries.ListAsync(query with { IsDescending = true, PageSize = 7 }, Ct);

        Assert.All(pages, page => Assert.Equal(7, page.Total));
        Assert.Equal([3, 3, 1, 0], pages.Select(page => page.Items.Count));
        var up = pages.SelectMany(page => page.Items).Select(row => row.Handle).ToArray();
        Assert.Equal(7, up.Distinct().Count());
        Assert.Equal(up.Reverse(), down.Items.Select(row => row.Handle));
    }

    [Theory]
    [InlineData(ProductSort.Title, "c,a,b")]
    [InlineData(ProductSort.Vendor, "b,c,a")]
    [InlineData(ProductSort.Status, "a,c,b")]
    [InlineData(ProductSort.UpdatedAt, "b,a,c")]
    public async Task Sorts_by(ProductSort sort, string expected)
    {
        var tag = $"zx4{A.Number()}";
        await postgres.SaveAsync(
            Sorted("a", "2", "Z", ProductStatus.Active, 2), Sorted("b", "3", "X", ProductStatus.Draft, 1), Sorted("c", "1", "Y", ProductStatus.Archived, 3));

        var page = await _queries.ListAsync(new() { Search = tag, Sort = sort }, Ct);

        Assert.Equal(expected, string.Join(',', page.Items.Select(row => row.Handle[..1])));

        Product Sorted(string handle, string title, string vendor, ProductStatus status, int hours) => A.Product($"{handle}-{tag}", title, change: product =>
        {
            product.Vendor = vendor;
            product.Status = status;
            product.UpdatedAt = A.Moment.AddHours(hours);
        });
    }

    [Fact]
    public async Task A_row_counts_variants_and_images_and_spans_the_prices()
    {
        await postgres.SaveAsync(A.Product("zx5", change: product =>
        {
            product.OptionNames.Add("Size");
            product.Variants.AddRange([Variant(1, "S", "zx5-s", 12), Variant(2, "M", "zx5-m", 8.5m), Variant(3, "L", "zx5-l", 20)]);
            product.Images.AddRange([new() { Position = 1, Src = "https://images.example.com/1" }, new() { Position = 2, Src = "https://images.example.com/2" }]);
        }));

        var row = Assert.Single((await _queries.ListAsync(new() { Search = "zx5" }, Ct)).Items);

        Assert.Equal((3, 2, 8.5m, 20m), (row.VariantCount, row.ImageCount, row.PriceFrom, row.PriceTo));
    }

    [Fact]
    public async Task Status_filters()
    {
        await postgres.SaveAsync(A.Product("zx6-a"), A.Product("zx6-d", change: product => product.Status = ProductStatus.Draft));

        var page = await _queries.ListAsync(new() { Search = "zx6", Status = ProductStatus.Draft }, Ct);

        Assert.Equal("zx6-d", Assert.Single(page.Items).Handle);
    }

    public static TheoryData<ChannelPushState, Action<ProductChannel>> States => new()
    {
        { ChannelPushState.Inactive, channel => channel.SetActive(false) },
        { ChannelPushState.Inactive, channel => Failed(Pushed(channel), 1).SetActive(false) },
        { ChannelPushState.NeverPushed, _ => { } },
        { ChannelPushState.UpToDate, channel => Pushed(channel) },
        { ChannelPushState.UpToDate, channel => Failed(Pushed(channel), -1) },
        { ChannelPushState.Changed, channel => Pushed(channel).PushedProductRevision = 0 },
        { ChannelPushState.Changed, channel => Pushed(channel).PushedChannelRevision = 0 },
        { ChannelPushState.Changed, channel => Pushed(channel).PushedStoreRevision = 0 },
        { ChannelPushState.Changed, channel => Pushed(channel).PushedStoreRevision = null },
        { ChannelPushState.Failed, channel => Failed(channel, 0) },
        { ChannelPushState.Failed, channel => Failed(Pushed(channel), 1) },
        { ChannelPushState.Failed, channel => Failed(Pushed(channel), 1).PushedProductRevision = 0 },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task The_push_state_is_the_same_in_the_list_and_in_the_filter(ChannelPushState state, Action<ProductChannel> arrange)
    {
        var (product, store) = (A.Product(), A.Store());
        await postgres.SaveAsync(product, store);
        var channel = A.Channel(product, store);
        arrange(channel);
        await postgres.SaveAsync(channel);

        var shown = Assert.Single((await _queries.ListAsync(new() { StoreId = store.Id }, Ct)).Items);
        var found = new List<ChannelPushState>();
        foreach (var candidate in Enum.GetValues<ChannelPushState>())
        {
            if ((await _queries.ListAsync(new() { StoreId = store.Id, PushState = candidate }, Ct)).Total == 1)
                found.Add(candidate);
        }

        Assert.Equal(state, Assert.Single(shown.Channels).State);
        Assert.Equal([state], found);
    }

    [Fact]
    public async Task A_store_filter_reads_the_state_there_alone_but_shows_every_channel()
    {
        var (product, first, second) = (A.Product("zx7"), A.Store("zx7 b"), A.Store("zx7 a"));
        await postgres.SaveAsync(product, first, second);
        await postgres.SaveAsync(A.Channel(product, first), Pushed(A.Channel(product, second)));

        var row = Assert.Single((await _queries.ListAsync(new() { StoreId = first.Id, PushState = ChannelPushState.NeverPushed }, Ct)).Items);
        var elsewhere = await _queries.ListAsync(new() { StoreId = first.Id, PushState = ChannelPushState.UpToDate }, Ct);
        var anywhere = await _queries.ListAsync(new() { Search = "zx7", PushState = ChannelPushState.UpToDate }, Ct);

        Assert.Equal([("zx7 a", ChannelPushState.UpToDate), ("zx7 b", ChannelPushState.NeverPushed)], row.Channels.Select(channel => (channel.StoreName, channel.State)));
        Assert.Equal(0, elsewhere.Total);
        Assert.Equal(1, anywhere.Total);
    }

    [Fact]
    public async Task A_page_takes_three_statements_whatever_its_size()
    {
        var store = A.Store();
        var products = Enumerable.Range(0, 40).Select(i => A.Product($"zx8-{i}")).ToArray();
        await postgres.SaveAsync([store, .. products]);
        await postgres.SaveAsync(products.Select(product => A.Channel(product, store)));
        var counted = new CountedContexts(postgres);

        var page = await new ProductQueries(counted).ListAsync(new() { Search = "zx8", PageSize = 40, PushState = ChannelPushState.NeverPushed }, Ct);

        Assert.Equal(40, page.Items.Count);
        Assert.Equal(3, counted.Statements);
    }

    [Fact]
    public async Task Find_gives_the_whole_product_or_null()
    {
        var (product, store) = (A.ProductWithVariants(3, "zx9"), A.Store());
        product.Images.AddRange([new() { Position = 2, Src = "https://images.example.com/2" }, new() { Position = 1, Src = "https://images.example.com/1", AltText = "One" }]);
        product.Metafields.Add(new() { Namespace = "custom", Key = "care", Type = "single_line_text_field", Value = "Cold" });
        await postgres.SaveAsync(product, store);
        await postgres.SaveAsync(Failed(A.Channel(product, store), 0));

        var details = await _queries.FindAsync(product.Id, Ct);

        Assert.NotNull(details);
        Assert.Equal((1, product.CreatedAt), (details.Revision, details.CreatedAt));
        Assert.True(ProductContentMapping.AreEqual(ProductContentMapping.ToContent(product), details.Content));
        Assert.Equal(["https://images.example.com/1", "https://images.example.com/2"], details.Content.Images.Select(image => image.Src));
        var channel = Assert.Single(details.Channels);
        Assert.Equal((store.Id, store.Name, ChannelPushState.Failed, "TAKEN", "Is taken."), (channel.StoreId, channel.StoreName, channel.State, channel.LastErrorCode, channel.LastErrorMessage));
        Assert.Null(await _queries.FindAsync(-1, Ct));
    }

    private static ProductVariant Variant(int position, string value, string sku, decimal price = 10) =>
        new() { Position = position, OptionValues = [value], Sku = sku, Price = price };

    private static ProductChannel Pushed(ProductChannel channel)
    {
        (channel.PushedProductRevision, channel.PushedChannelRevision, channel.PushedStoreRevision) = (1, channel.Revision, 1);
        channel.PushedAt = A.Moment;
        return channel;
    }

    private static ProductChannel Failed(ProductChannel channel, int hours)
    {
        (channel.LastErrorCode, channel.LastErrorMessage, channel.LastErrorAt) = ("TAKEN", "Is taken.", A.Moment.AddHours(hours));
        return channel;
    }

    private async Task DeleteAsync(string handle)
    {
        await using var db = postgres.CreateContext();
        await db.Products.Where(p => p.Handle == handle).ExecuteDeleteAsync(Ct);
    }

    private sealed class CountedContexts(PostgresFixture postgres) : DbCommandInterceptor, IDbContextFactory<BulkPushDbContext>
    {
        public int Statements { get; private set; }

        public BulkPushDbContext CreateDbContext()
        {
            var options = (DbContextOptionsBuilder<BulkPushDbContext>)BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), postgres.DataSource);
            return new BulkPushDbContext(options.AddInterceptors(this).Options);
        }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            Statements++;
            return ValueTask.FromResult(result);
        }
    }
}
