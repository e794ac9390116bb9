using Microsoft.AspNetCore.Components.Web;

namespace BulkPush.Web.Components.Layout;

/// <summary>
/// Shows its error content in one case more than the framework's boundary: when the boundary was already waiting to render as the
/// error came, the renderer empties it last, and the page would stay blank.
/// </summary>
public sealed class PageBoundary : ErrorBoundary
{
    private Exception? _shown;

    protected override void OnAfterRender(bool firstRender)
    {
        if (CurrentException == _shown)
            return;

        _shown = CurrentException;
        StateHasChanged();
    }
}
