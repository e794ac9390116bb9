using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Shared;

/// <summary>Asks before something is done that cannot be taken back; what leaves everything as it is has the focus.</summary>
public sealed partial class QuestionDialog
{
    [Parameter, EditorRequired] public required Question Question { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    /// <returns>False also when the dialog was left with Escape.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, Question question)
    {
        var parameters = new DialogParameters<QuestionDialog> { { d => d.Question, question } };
        var dialog = await dialogs.ShowAsync<QuestionDialog>(null, parameters, new DialogOptions { CloseOnEscapeKey = true, FullWidth = true, MaxWidth = MaxWidth.ExtraSmall });
        return await dialog.Result is { Canceled: false };
    }
}
