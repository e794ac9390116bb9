using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Layout;

/// <summary>Chooses light, dark or what the system says.</summary>
public sealed partial class ThemeMenu
{
    [Parameter, EditorRequired]
    public ThemeChoice Choice { get; set; }

    [Parameter]
    public EventCallback<ThemeChoice> ChoiceChanged { get; set; }

    private static string IconOf(ThemeChoice choice) => choice switch
    {
        ThemeChoice.Light => Icons.Material.Outlined.LightMode,
        ThemeChoice.Dark => Icons.Material.Outlined.DarkMode,
        _ => Icons.Material.Outlined.Contrast,
    };
}
