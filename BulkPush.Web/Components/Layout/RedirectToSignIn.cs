using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Layout;

/// <summary>Leaves the page for the sign-in page, which leads back here.</summary>
public sealed class RedirectToSignIn : ComponentBase
{
    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override void OnInitialized() =>
        Navigation.NavigateTo($"/account/sign-in?returnUrl={Uri.EscapeDataString($"/{Navigation.ToBaseRelativePath(Navigation.Uri)}")}", forceLoad: true);
}
