using BulkPush.Core.Catalog.Csv;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Products;

/// <summary>The import as a dialog; closes with true when something was imported.</summary>
public sealed partial class ImportDialog
{
    private bool _isDone;

    /// <inheritdoc cref="ImportPanel.Import"/>
    [Parameter, EditorRequired] public required Func<Stream, IProgress<ProductImportProgress>, CancellationToken, Task<ProductImportResult>> Import { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    private void Close() => Dialog.Close(DialogResult.Ok(_isDone));
}
