using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace BulkPush.Web.Components.Products;

/// <summary>The import as a dialog. An import that is under way is not left by mistake: the dialog asks first.</summary>
public sealed partial class ImportDialog
{
    private ImportPanel? _panel;
    private bool _isDone;

    /// <inheritdoc cref="ImportPanel.Import"/>
    [Parameter, EditorRequired] public required Func<Stream, IProgress<ProductImportProgress>, CancellationToken, Task<ProductImportResult>> Import { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    private bool IsImporting => _panel is { IsImporting: true };

    // Escape would close the dialog without a question.
    private Task ImportChangedAsync()
    {
        _isDone = _panel is { IsDone: true };
        return Dialog.SetOptionsAsync(Dialog.Options with { CloseOnEscapeKey = !IsImporting });
    }

    private async Task CloseAsync()
    {
        if (await StopAsync())
            Dialog.Close();
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!await StopAsync())
            leaving.PreventNavigation();
    }

    /// <summary>Stops an import that is under way if the operator wants that. False when they do not, or when it ended meanwhile and has something to tell.</summary>
    private async Task<bool> StopAsync()
    {
        if (!IsImporting)
            return true;

        var question = new Question(
            "Stop the import?",
            "Products that were imported so far stay in the catalogue. The rest of the file is not read.",
            Yes: "Stop the import",
            No: "Go on importing");
        if (!await QuestionDialog.AskAsync(Dialogs, question) || !IsImporting)
            return false;

        await _panel!.StopAsync();
        Snackbar.Add(ImportSummary.Stopped(_panel.Handled), Severity.Info);
        return true;
    }
}
