using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Shows what runs in stores that are busy, and asks whether to watch it, queue behind it or go first; closes with a <see cref="WhenBusy"/>.</summary>
public sealed partial class BusyDialog
{
    [Parameter, EditorRequired] public required IReadOnlyList<BusyStore> Stores { get; set; }

    [Parameter] public bool MayGoAhead { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    /// <returns>What the operator wants; null when that is nothing, or to watch what runs.</returns>
    public static async Task<WhenBusy?> AskAsync(IDialogService dialogs, IReadOnlyList<BusyStore> stores, bool mayGoAhead)
    {
        var parameters = new DialogParameters<BusyDialog> { { d => d.Stores, stores }, { d => d.MayGoAhead, mayGoAhead } };
        var dialog = await dialogs.ShowAsync<BusyDialog>(null, parameters, new DialogOptions { CloseOnEscapeKey = true, FullWidth = true, MaxWidth = MaxWidth.Small });
        return await dialog.Result is { Canceled: false, Data: WhenBusy choice } ? choice : null;
    }

    private void Choose(WhenBusy choice) => Dialog.Close(DialogResult.Ok(choice));
}
