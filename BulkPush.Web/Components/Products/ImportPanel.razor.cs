using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace BulkPush.Web.Components.Products;

/// <summary>Takes a CSV file, imports it with a progress bar, and says what became of it.</summary>
public sealed partial class ImportPanel : IDisposable
{
    /// <summary>Largest file taken, in bytes. The file is streamed; the bound is against a mistaken choice.</summary>
    public const long MaxFileSize = 2_000_000_000;

    private readonly PageVisit _visit = new();
    private IBrowserFile? _file;
    private ProductImportProgress _progress = new(0, 0);
    private ProductImportResult? _result;
    private string? _failure;

    [Inject] public required ILogger<ImportPanel> Logger { get; init; }

    /// <summary>Does the import.</summary>
    /// <exception cref="ProductCsvException">The file is no product CSV.</exception>
    /// <exception cref="UnauthorizedAccessException">The operator may not import.</exception>
    [Parameter, EditorRequired] public required Func<Stream, IProgress<ProductImportProgress>, CancellationToken, Task<ProductImportResult>> Import { get; set; }

    /// <summary>Raised when an import has ended well, errors of single products included.</summary>
    [Parameter] public EventCallback<ProductImportResult> Imported { get; set; }

    private int Percent => _file is { Size: > 0 } file ? (int)Math.Min(100, 100 * _progress.BytesRead / file.Size) : 0;

    public void Dispose() => _visit.Dispose();

    private async Task ImportAsync(IBrowserFile? file)
    {
        if (file is null || _file is not null)
            return;

        (_file, _failure, _progress) = (file, null, new(0, 0));
        StateHasChanged();
        try
        {
            await using var csv = file.OpenReadStream(MaxFileSize, _visit.Leaving);
            _result = await Import(csv, new Progress<ProductImportProgress>(Show), _visit.Leaving);
            await Imported.InvokeAsync(_result);
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
        }
    }

    private void Show(ProductImportProgress progress)
    {
        _progress = progress;
        if (_file is not null)
            StateHasChanged();
    }

    private static string Summary(ProductImportResult result)
    {
        var products = result.Created + result.Updated + result.Unchanged;
        var summary = result.Errors.Count == 0
            ? $"All {Amounts.Of(products, "product")} of the file are in the catalogue."
            : $"{Amounts.Of(products, "product")} of the file are in the catalogue, {Amounts.Count(result.Errors.Count)} could not be imported.";
        return result.Created == 0 ? summary : $"{summary} New products are in no store yet: select them in the list and switch their channels on.";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An import of products stopped because the database did not answer.")]
        public static partial void ImportFailed(ILogger logger, Exception error);
    }
}
