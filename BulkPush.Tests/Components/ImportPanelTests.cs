using System.Text;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Components.Products;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;
using Npgsql;

namespace BulkPush.Tests.Components;

public sealed class ImportPanelTests : MudContext
{
    [Fact]
    public async Task Says_what_was_created_updated_and_unchanged_and_lists_errors_and_ignored_columns()
    {
        var cut = Panel((_, _, _) => Task.FromResult(new ProductImportResult(
            1200, 30, 4, [new ProductImportError(17, "blue-lamp", "The price 'abc' is not a number.")], ["Gift Card", "Google Shopping / MPN"])));

        await Upload(cut);

        cut.WaitForAssertion(() => Assert.Equal("1,200", Text(cut, "import-created")));
        Assert.Equal(("30", "4", "1"), (Text(cut, "import-updated"), Text(cut, "import-unchanged"), Text(cut, "import-errors")));
        Assert.Contains("Line 17", Text(cut, "import-error-list"), StringComparison.Ordinal);
        Assert.Contains("blue-lamp", Text(cut, "import-error-list"), StringComparison.Ordinal);
        Assert.Equal("Gift Card, Google Shopping / MPN", Text(cut, "import-ignored"));
        Assert.Contains("1 could not be imported", Text(cut, "import-summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_how_much_of_the_file_has_been_read_while_it_is_imported()
    {
        var ends = new TaskCompletionSource<ProductImportResult>();
        var cut = Panel(async (csv, progress, cancellationToken) =>
        {
            await csv.ReadExactlyAsync(new byte[10], cancellationToken);
            progress.Report(new ProductImportProgress(10, 7));
            return await ends.Task;
        });

        var uploading = Upload(cut, new string('x', 40));

        cut.WaitForAssertion(() => Assert.Contains("25 % read, 7 products handled", cut.Markup, StringComparison.Ordinal));
        Assert.NotEmpty(cut.FindAll("[data-testid=import-progress]"));
        ends.SetResult(new ProductImportResult(7, 0, 0, [], []));
        await uploading;
        cut.WaitForAssertion(() => Assert.StartsWith("All 7 products of the file are in the catalogue. New products are in no store yet", Text(cut, "import-summary"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_why_a_file_is_no_product_file_and_lets_another_be_chosen()
    {
        var cut = Panel((_, _, _) => throw new ProductCsvException("There is no column named Handle."));

        await Upload(cut);

        cut.WaitForAssertion(() => Assert.Contains("There is no column named Handle.", Text(cut, "import-failure"), StringComparison.Ordinal));
        Assert.NotEmpty(cut.FindAll("[data-testid=import-choose]"));
    }

    [Fact]
    public async Task Refuses_whoever_may_not_import()
    {
        var cut = Panel((_, _, _) => throw new UnauthorizedAccessException("You may not import products."));

        await Upload(cut);

        cut.WaitForAssertion(() => Assert.Contains("You may not import products.", Text(cut, "import-failure"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_that_the_database_is_away_and_lets_the_file_be_chosen_again()
    {
        var cut = Panel((_, _, _) => throw new InvalidOperationException("", new NpgsqlException("", new IOException())));

        await Upload(cut);

        cut.WaitForAssertion(() => Assert.Contains("The database did not answer", Text(cut, "import-failure"), StringComparison.Ordinal));
        Assert.NotEmpty(cut.FindAll("[data-testid=import-choose]"));
    }

    [Fact]
    public async Task Stops_reading_when_the_dialog_is_closed()
    {
        var seen = CancellationToken.None;
        var ends = new TaskCompletionSource<ProductImportResult>();
        var cut = Panel((_, _, cancellationToken) =>
        {
            seen = cancellationToken;
            return ends.Task;
        });
        var uploading = Upload(cut);
        cut.WaitForAssertion(() => Assert.NotEmpty(cut.FindAll("[data-testid=import-progress]")));

        await DisposeComponentsAsync();

        Assert.True(seen.IsCancellationRequested);
        ends.SetCanceled(seen);
        await uploading;
    }

    private IRenderedComponent<ImportPanel> Panel(Func<Stream, IProgress<ProductImportProgress>, CancellationToken, Task<ProductImportResult>> import) =>
        Render<ImportPanel>(p => p.Add(x => x.Import, import));

    // Not through bUnit's UploadFiles: that one waits for the handler, and so for the whole import.
    private static Task Upload(IRenderedComponent<ImportPanel> cut, string text = "Handle,Title") =>
        cut.InvokeAsync(() => cut.FindComponent<MudFileUpload<IBrowserFile>>().Instance.FilesChanged.InvokeAsync(new CsvFile(text)));

    private static string Text(IRenderedComponent<ImportPanel> cut, string testId) => cut.Find($"[data-testid={testId}]").TextContent.Trim();

    private sealed class CsvFile(string text) : IBrowserFile
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        public string Name => "products.csv";

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Size => _bytes.Length;

        public string ContentType => "text/csv";

        public Stream OpenReadStream(long maxAllowedSize, CancellationToken cancellationToken) => new MemoryStream(_bytes);
    }
}
