using System.Globalization;
using System.Text;
using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace BulkPush.Tests.Catalog.Csv;

public sealed class ProductCsvImporterTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly FakeTimeProvider _clock = new(A.Moment);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_products_are_created_with_all_their_rows_and_in_no_store()
    {
        await postgres.SaveAsync(A.Store());

        var result = await ImportAsync(
            """
            Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Variant Inventory Qty,Fabric (product.metafields.custom.fabric)
            new-tee,Tee,Size,S,N-S,10,https://images.example.com/1.jpg,5,Linen
            new-tee,,,M,N-M,12.5,https://images.example.com/2.jpg,6,
            new-mug,Mug,Title,Default Title,N-MUG,8,,,
            """);

        Assert.Equal((2, 0, 0), (result.Created, result.Updated, result.Unchanged));
        Assert.Empty(result.Errors);
        Assert.Equal(["Variant Inventory Qty"], result.IgnoredColumns);
        var tee = await FindAsync("new-tee");
        Assert.Equal([("S", "N-S", 10m), ("M", "N-M", 12.5m)], tee.Content.Variants.Select(variant => (variant.OptionValues[0], variant.Sku!, variant.Price)));
        Assert.Equal(["https://images.example.com/1.jpg", "https://images.example.com/2.jpg"], tee.Content.Images.Select(image => image.Src));
        Assert.Equal("Linen", Assert.Single(tee.Content.Metafields).Value);
        Assert.Empty(tee.Channels);
        Assert.Empty((await FindAsync("new-mug")).Content.OptionNames);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        const string File =
            """
            Handle,Title,Body (HTML),Tags,Option1 Name,Option1 Value,Variant Price,Variant Grams,Variant Weight Unit,Image Src,Care (product.metafields.custom.care)
            same-tee,Tee,"<p>Two
            lines</p>","b, A",Size,S,10.5,454,lb,https://images.example.com/1.jpg,"cold
            wash"
            same-tee,,,,,M,11,,,,
            """;
        await ImportAsync(File);
        var before = await FindAsync("same-tee");
        _clock.Advance(TimeSpan.FromHours(1));

        var result = await ImportAsync(File.ReplaceLineEndings("\r\n"));

        Assert.Equal((0, 0, 1), (result.Created, result.Updated, result.Unchanged));
        var after = await FindAsync("same-tee");
        Assert.Equal((before.Revision, before.UpdatedAt), (after.Revision, after.UpdatedAt));
    }

    [Fact]
    public async Task A_change_bumps_the_revision_and_keeps_the_channels()
    {
        await ImportAsync("Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\nup-tee,Tee,Size,S,1,https://images.example.com/1.jpg\nup-tee,,,M,2,\nup-tee,,,L,3,");
        var before = await FindAsync("up-tee");
        var store = A.Store();
        await postgres.SaveAsync(store);
        await postgres.SaveAsync(new ProductChannel { ProductId = before.Id, StoreId = store.Id });
        _clock.Advance(TimeSpan.FromHours(1));

        var result = await ImportAsync("Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\nup-tee,Tee two,Size,L,4,https://images.example.com/2.jpg\nup-tee,,,XL,5,");

        Assert.Equal((0, 1, 0), (result.Created, result.Updated, result.Unchanged));
        var after = await FindAsync("up-tee");
        Assert.Equal((before.Revision + 1, "Tee two", A.Moment.AddHours(1)), (after.Revision, after.Content.Title, after.UpdatedAt));
        Assert.Equal([("L", 4m), ("XL", 5m)], after.Content.Variants.Select(variant => (variant.OptionValues[0], variant.Price)));
        Assert.Equal("https://images.example.com/2.jpg", Assert.Single(after.Content.Images).Src);
        Assert.Equal(store.Id, Assert.Single(after.Channels).StoreId);
    }

    [Fact]
    public async Task A_bad_product_is_left_as_it_was_and_the_rest_comes_in()
    {
        await ImportAsync("Handle,Title,Variant Price\nmid-b,Old,1");

        var result = await ImportAsync("Handle,Title,Variant Price\nmid-a,A,1\nmid-b,B,12x\nmid-c,C,3\n");

        Assert.Equal((2, 0, 0), (result.Created, result.Updated, result.Unchanged));
        Assert.Equal(new ProductImportError(3, "mid-b", "The price '12x' is not a number. Write it like 1234.50."), Assert.Single(result.Errors));
        Assert.Equal("Old", (await FindAsync("mid-b")).Content.Title);
        Assert.Equal("C", (await FindAsync("mid-c")).Content.Title);
    }

    [Fact]
    public async Task One_audit_entry_tells_what_an_import_did()
    {
        var rows = string.Join('\n', Enumerable.Range(0, ProductCsvImporter.ProductsPerBatch + 1).Select(i => $"audit-{i},A,1"));

        await ImportAsync($"Handle,Title,Variant Price\n{rows}\naudit-bad,A,x", actor: "auditor@example.com");

        await using var db = postgres.CreateContext();
        var entry = await db.AuditEntries.SingleAsync(e => e.Actor == "auditor@example.com", Ct);
        Assert.Equal(("products.imported", "Imported products from a CSV file: 101 new, 0 changed, 0 unchanged, 1 with an error."), (entry.Action, entry.Summary));
    }

    [Fact]
    public async Task Two_imports_of_the_same_new_products_at_once_make_each_product_once()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 250).Select(i => $"race-{i},A,1"));
        var file = $"Handle,Title,Variant Price\n{rows}";

        var results = await Task.WhenAll(ImportAsync(file), ImportAsync(file));

        Assert.All(results, result => Assert.Empty(result.Errors));
        Assert.Equal(250, results.Sum(result => result.Created));
        Assert.Equal(250, results.Sum(result => result.Unchanged));
        await using var db = postgres.CreateContext();
        Assert.Equal(250, await db.Products.CountAsync(p => p.Handle.StartsWith("race-"), Ct));
    }

    [Fact]
    public async Task An_import_that_deadlocks_with_an_edit_is_tried_again()
    {
        const string Header = "Handle,Title,Variant Price\n";
        await ImportAsync(Header + "knot-1,Old,1\nknot-2,Old,1\nknot-3,Old,1");
        await using var editor = await HoldAsync("knot-3");
        Task<ProductImportResult> importing;
        Task editing;
        await using (await HoldAsync("knot-2"))
        {
            importing = ImportAsync(Header + "knot-1,New,1\nknot-2,New,1\nknot-3,New,1");
            await WaitingAsync(1);
            // Only the import may find the deadlock, so that it is the one to lose.
            editing = ExecuteAsync(editor, "set local deadlock_timeout = '1h'; select from products where handle = 'knot-1' for update");
            await WaitingAsync(2);
        }

        await editing;
        await editor.DisposeAsync();
        var result = await importing;

        Assert.Equal((3, 0), (result.Updated, result.Errors.Count));
    }

    [Fact]
    public async Task A_cancelled_import_keeps_and_accounts_for_the_batches_it_saved()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var rows = string.Join('\n', Enumerable.Range(0, 250).Select(i => $"stop-{i},A,1"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ImportAsync($"Handle,Title,Variant Price\n{rows}", "stopper@example.com", new Reports(_ => cancel.Cancel()), cancel.Token));

        await using var db = postgres.CreateContext();
        Assert.Equal(100, await db.Products.CountAsync(p => p.Handle.StartsWith("stop-"), Ct));
        Assert.Contains("100 new", (await db.AuditEntries.SingleAsync(e => e.Actor == "stopper@example.com", Ct)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_is_read_only_as_far_as_its_products_are_saved()
    {
        const int Products = 5000;
        const int RowSize = 4096;
        using var file = new GeneratedFile(Products, RowSize);
        var reports = new List<ProductImportProgress>();

        var result = await Importer().ImportAsync(file, "test", new Reports(reports.Add), Ct);

        Assert.Equal(Products, result.Created);
        Assert.Equal(Products, reports[^1].Products);
        Assert.Equal(file.Written, reports[^1].BytesRead);
        Assert.All(reports, report => Assert.InRange(report.BytesRead - ((long)report.Products * RowSize), 0, 512 * 1024));
    }

    [Fact]
    public async Task The_stream_is_left_open()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("Handle,Title,Variant Price\nopen,A,1"));

        await Importer().ImportAsync(stream, "test", null, Ct);

        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_file_that_is_no_product_csv_saves_nothing()
    {
        await Assert.ThrowsAsync<ProductCsvException>(() => ImportAsync("Order,Email\n1,a@example.com", "nobody@example.com"));

        await using var db = postgres.CreateContext();
        Assert.False(await db.AuditEntries.AnyAsync(e => e.Actor == "nobody@example.com", Ct));
    }

    [Theory]
    [InlineData("apparel.csv")]
    [InlineData("home-and-garden.csv")]
    [InlineData("jewelery.csv")]
    public async Task A_merchants_sample_catalogue_comes_in_without_an_error(string name)
    {
        var path = SharedCatalogue(name);
        Assert.SkipWhen(path is null, $"There is no shared/catalogues/{name} beside this repository.");
        await using var first = File.OpenRead(path);
        await using var second = File.OpenRead(path);

        var created = await Importer().ImportAsync(first, "test", null, Ct);
        var again = await Importer().ImportAsync(second, "test", null, Ct);

        Assert.Empty(created.Errors);
        Assert.Equal(20, created.Created);
        Assert.Equal((0, 0, 20), (again.Created, again.Updated, again.Unchanged));
    }

    private static string? SharedCatalogue(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "catalogues", name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private ProductCsvImporter Importer() => new(postgres.Contexts, new AuditLog(_clock), _clock);

    private async Task<ProductImportResult> ImportAsync(
        string text, string actor = "test", IProgress<ProductImportProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await Importer().ImportAsync(stream, actor, progress, cancellationToken ?? Ct);
    }

    /// <summary>A transaction that holds a product until it is disposed.</summary>
    private async Task<NpgsqlConnection> HoldAsync(string handle)
    {
        var connection = await postgres.DataSource.OpenConnectionAsync(Ct);
        await ExecuteAsync(connection, $"begin; select from products where handle = '{handle}' for update");
        return connection;
    }

    private Task WaitingAsync(int sessions) => Eventually.IsTrueAsync(
        async () =>
        {
            await using var count = postgres.DataSource.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            return (long)(await count.ExecuteScalarAsync(Ct))! == sessions;
        },
        $"{sessions} wait for a lock");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<ProductDetails> FindAsync(string handle)
    {
        await using var db = postgres.CreateContext();
        var id = await db.Products.Where(p => p.Handle == handle).Select(p => p.Id).SingleAsync(Ct);
        return (await new ProductQueries(postgres.Contexts).FindAsync(id, Ct))!;
    }

    /// <summary>Hands reports on at once, on the thread that makes them.</summary>
    private sealed class Reports(Action<ProductImportProgress> report) : IProgress<ProductImportProgress>
    {
        public void Report(ProductImportProgress value) => report(value);
    }

    /// <summary>A file that exists only as far as it was read; every row has the same size.</summary>
    private sealed class GeneratedFile(int products, int rowSize) : MemoryStream
    {
        private byte[] _current = Encoding.UTF8.GetBytes("Handle,Title,Body (HTML),Variant Price\n");
        private int _used;
        private int _next;

        public long Written { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_used == _current.Length)
            {
                if (_next == products)
                    return ValueTask.FromResult(0);
                (_current, _used) = (Row(_next++), 0);
            }

            var count = Math.Min(buffer.Length, _current.Length - _used);
            _current.AsSpan(_used, count).CopyTo(buffer.Span);
            _used += count;
            Written += count;
            return ValueTask.FromResult(count);
        }

        private byte[] Row(int number)
        {
            var start = string.Create(CultureInfo.InvariantCulture, $"large-{number:00000},Large,");
            return Encoding.ASCII.GetBytes(start + new string('x', rowSize - start.Length - 3) + ",1\n");
        }
    }
}
