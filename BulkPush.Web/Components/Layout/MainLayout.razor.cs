using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace BulkPush.Web.Components.Layout;

/// <summary>The frame of every page behind sign-in.</summary>
public sealed partial class MainLayout
{
    private MudThemeProvider? _themeProvider;
    private PageBoundary? _errorBoundary;
    private BrowserStart? _browser;
    private ThemeChoice _choice;
    private bool _isSystemDark;
    private bool _isDrawerOpen = true;

    [Inject]
    public required IJSRuntime Script { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private bool IsDark => _choice == ThemeChoice.Dark || (_choice == ThemeChoice.System && _isSystemDark);

    /// <summary>With its path, because the base address would turn a bare fragment into a visit of the home page.</summary>
    private string SkipAddress => $"/{Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0]}#content";

    protected override void OnParametersSet() => Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _browser = await Script.InvokeAsync<BrowserStart?>("bulkPush.start") ?? new BrowserStart(null, false, null);
        _choice = _browser.Choice;
        _isSystemDark = _browser.IsSystemDark;
        await _themeProvider!.WatchSystemDarkModeAsync(SystemChangedAsync);
        StateHasChanged();
    }

    private async Task SystemChangedAsync(bool isDark)
    {
        _isSystemDark = isDark;
        await InvokeAsync(StateHasChanged);
    }

    private async Task ChooseThemeAsync(ThemeChoice choice)
    {
        _choice = choice;
        await Script.InvokeVoidAsync("bulkPush.setTheme", choice.ToString().ToLowerInvariant());
    }

    private void ToggleDrawer() => _isDrawerOpen = !_isDrawerOpen;

    private void Recover() => _errorBoundary?.Recover();
}
