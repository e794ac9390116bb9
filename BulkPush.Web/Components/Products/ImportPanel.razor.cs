using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BulkPush.Web.Components.Products;

/// <summary>Takes a CSV file, imports it with a progress bar, and says what became of it.</summary>
public sealed partial class ImportPanel : IDisposable
{
    /// <summary>Largest file taken, in bytes. The file is streamed; the bound is against a mistaken choice.</summary>
    public const long MaxFileSize = 2_000_000_000;

    private readonly PageVisit _visit = new();
    private Task _importing = Task.CompletedTask;
    private IBrowserFile? _file;
    private ProductImportProgress _progress = new(0, 0);
    private ProductImportResult? _result;
    private string? _failure;

    [Inject] public required ILogger<ImportPanel> Logger { get; init; }

    /// <summary>Does the import.</summary>
    /// <exception cref="ProductCsvException">The file is no product CSV.</exception>
    /// <exception cref="UnauthorizedAccessException">The operator may not import.</exception>
    [Parameter, EditorRequired] public required Func<Stream, IProgress<ProductImportProgress>, CancellationToken, Task<ProductImportResult>> Import { get; set; }

    /// <summary>Raised when an import has begun or ended, however it ended.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    /// <summary>Whether a file is being read; <see cref="StopAsync"/> ends that.</summary>
    public bool IsImporting => _file is not null;

    /// <summary>Whether an import has ended well, errors of single products included.</summary>
    public bool IsDone => _result is not null;

    /// <summary>Products handled so far, as last reported.</summary>
    public int Handled => _progress.Products;

    private int Percent => _file is { Size: > 0 } file ? (int)Math.Min(100, 100 * _progress.BytesRead / file.Size) : 0;

    public void Dispose() => _visit.Dispose();

    /// <summary>Ends an import that is under way. What was saved stays saved.</summary>
    public async Task StopAsync()
    {
        await _visit.EndAsync();
        await _importing;
    }

    private Task BeginAsync(IBrowserFile? file) => file is null || _file is not null ? Task.CompletedTask : _importing = ImportAsync(file);

    private async Task ImportAsync(IBrowserFile file)
    {
        (_file, _failure, _progress) = (file, null, new(0, 0));
        StateHasChanged();
        await Changed.InvokeAsync();
        try
        {
            await using var csv = file.OpenReadStream(MaxFileSize, _visit.Leaving);
            _result = await Import(csv, new Progress<ProductImportProgress>(Show), _visit.Leaving);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The dialog was closed; what was imported stays imported.
        }
        catch (Exception error) when (error is ProductCsvException or UnauthorizedAccessException)
        {
            _failure = error.Message;
        }
        catch (IOException)
        {
            _failure = "The file could not be read to its end. What was read before is imported; choose the file again to import the rest.";
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            // A dialog stands outside the page's boundary: thrown from here it would end the circuit.
            Log.ImportFailed(Logger, error);
            _failure = "The database did not answer, and the import stopped. What was imported before stays imported; choose the file again to import the rest.";
        }
        finally
        {
            _file = null;
            await Changed.InvokeAsync();
        }
    }

    private void Show(ProductImportProgress progress)
    {
        _progress = progress;
        if (_file is not null)
            StateHasChanged();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An import of products stopped because the database did not answer.")]
        public static partial void ImportFailed(ILogger logger, Exception error);
    }
}
