using System.Text;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Components.Products;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BulkPush.Tests.Components;

public sealed class ImportDialogTests : MudContext
{
    private readonly TaskCompletionSource<ProductImportResult> _ends = new();
    private IDialogReference? _dialog;
    private CancellationToken _import;

    [Fact]
    public async Task Asks_before_it_stops_an_import_and_says_how_far_it_came()
    {
        var (cut, importing) = await ImportingAsync();

        Click(cut, "import-close");
        cut.WaitForAssertion(() => Assert.Contains("Stop the import?", cut.Markup, StringComparison.Ordinal));
        Assert.False(_import.IsCancellationRequested);
        Answer(cut, "Go on importing");
        cut.WaitForAssertion(() => Assert.DoesNotContain("Stop the import?", cut.Markup, StringComparison.Ordinal));
        Assert.False(_import.IsCancellationRequested);
        Assert.False(_dialog!.Result.IsCompleted);

        Click(cut, "import-close");
        cut.WaitForAssertion(() => Assert.Contains("Stop the import?", cut.Markup, StringComparison.Ordinal));
        Answer(cut, "Stop the import");

        cut.WaitForAssertion(() => Assert.True(_dialog!.Result.IsCompleted));
        Assert.True(_import.IsCancellationRequested);
        await importing;
        Assert.Equal("The import was stopped after 700 products. What was imported stays; import the file again to bring in the rest.",
            Assert.Single(Services.GetRequiredService<ISnackbar>().ShownSnackbars).Message);
    }

    [Fact]
    public async Task An_import_that_ends_during_the_question_shows_its_result()
    {
        var (cut, importing) = await ImportingAsync();
        Click(cut, "import-close");
        cut.WaitForAssertion(() => Assert.Contains("Stop the import?", cut.Markup, StringComparison.Ordinal));

        _ends.SetResult(new ProductImportResult(700, 0, 0, [], []));
        await importing;
        Answer(cut, "Stop the import");

        cut.WaitForAssertion(() => Assert.Contains("All 700 products", cut.Find("[data-testid=import-summary]").TextContent, StringComparison.Ordinal));
        Assert.False(_import.IsCancellationRequested);
        Assert.False(_dialog!.Result.IsCompleted);
        Click(cut, "import-close");
        cut.WaitForAssertion(() => Assert.True(_dialog!.Result.IsCompleted));
    }

    [Fact]
    public async Task Escape_closes_it_only_while_nothing_is_imported()
    {
        var (cut, importing) = await ImportingAsync();
        IMudDialogInstance dialog = cut.FindComponent<MudDialogContainer>().Instance;
        Assert.False(dialog.Options.CloseOnEscapeKey);

        _ends.SetResult(new ProductImportResult(1, 0, 0, [], []));
        await importing;

        cut.WaitForAssertion(() => Assert.True(dialog.Options.CloseOnEscapeKey));
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Cut, Task Importing)> ImportingAsync()
    {
        var cut = Render<MudDialogProvider>();
        await cut.InvokeAsync(async () => _dialog = await Services.GetRequiredService<IDialogService>().ShowAsync<ImportDialog>(
            "Import products", new DialogParameters<ImportDialog> { { x => x.Import, ImportAsync } }));
        var upload = cut.FindComponent<MudFileUpload<IBrowserFile>>();
        // Not awaited: it ends with the import.
        var importing = cut.InvokeAsync(() => upload.Instance.FilesChanged.InvokeAsync(new CsvFile()));
        cut.WaitForAssertion(() => Assert.Contains("700 products handled", cut.Markup, StringComparison.Ordinal));
        return (cut, importing);
    }

    private async Task<ProductImportResult> ImportAsync(Stream csv, IProgress<ProductImportProgress> progress, CancellationToken cancellationToken)
    {
        _import = cancellationToken;
        progress.Report(new ProductImportProgress(10, 700));
        return await _ends.Task.WaitAsync(cancellationToken);
    }

    private static void Click(IRenderedComponent<MudDialogProvider> cut, string testId) => cut.Find($"[data-testid={testId}]").Click();

    private static void Answer(IRenderedComponent<MudDialogProvider> cut, string text) =>
        cut.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    private sealed class CsvFile : IBrowserFile
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes("Handle,Title");

        public string Name => "products.csv";

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Size => _bytes.Length;

        public string ContentType => "text/csv";

        public Stream OpenReadStream(long maxAllowedSize, CancellationToken cancellationToken) => new MemoryStream(_bytes);
    }
}
