using MudBlazor;

namespace BulkPush.Web.Components.Layout;

/// <summary>
/// BulkPush's colours and type. Every pair of text and ground here has a contrast of at least 4.5; app.css repeats the few
/// colours that are needed before or without MudBlazor.
/// </summary>
internal static class BulkPushTheme
{
    private static readonly string[] FontFamily = ["Inter", "system-ui", "-apple-system", "Segoe UI", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f4fd8",
            PrimaryContrastText = "#ffffff",
            Secondary = "#475569",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#0f766e",
            TertiaryContrastText = "#ffffff",
            Success = "#147a3d",
            SuccessContrastText = "#ffffff",
            Info = "#1f5fbf",
            InfoContrastText = "#ffffff",
            Warning = "#965300",
            WarningContrastText = "#ffffff",
            Error = "#c0262d",
            ErrorContrastText = "#ffffff",
            Dark = "#1b2130",
            DarkContrastText = "#ffffff",
            Background = "#f6f7f9",
            BackgroundGray = "#eef0f4",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#161b26",
            DrawerBackground = "#fbfbfc",
            DrawerText = "#3a4354",
            DrawerIcon = "#5a6477",
            TextPrimary = "#161b26",
            TextSecondary = "#566074",
            TextDisabled = "#8a93a3",
            ActionDefault = "#4b5568",
            ActionDisabled = "#a3abb8",
            ActionDisabledBackground = "#e6e9ee",
            Divider = "#e4e7ec",
            DividerLight = "#eef0f4",
            LinesDefault = "#e4e7ec",
            LinesInputs = "#b6bdca",
            TableLines = "#e9ecf0",
            TableStriped = "#fafbfc",
            TableHover = "#f4f6fa",
            OverlayDark = "rgba(13,17,26,0.45)",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8eacff",
            PrimaryContrastText = "#0b1430",
            Secondary = "#a9b4c8",
            SecondaryContrastText = "#11151d",
            Tertiary = "#5fd0c4",
            TertiaryContrastText = "#062421",
            Success = "#5fd28b",
            SuccessContrastText = "#06220f",
            Info = "#7fb8ff",
            InfoContrastText = "#071a33",
            Warning = "#f2b457",
            WarningContrastText = "#2b1a00",
            Error = "#ff8a86",
            ErrorContrastText = "#330607",
            Dark = "#2a3140",
            DarkContrastText = "#eef1f6",
            Black = "#0c0f14",
            Background = "#0e1116",
            BackgroundGray = "#12161d",
            Surface = "#161b23",
            AppbarBackground = "#11151b",
            AppbarText = "#e9edf3",
            DrawerBackground = "#11151b",
            DrawerText = "#c3cbd8",
            DrawerIcon = "#98a3b5",
            TextPrimary = "#e9edf3",
            TextSecondary = "#9fa9ba",
            TextDisabled = "#6b7587",
            ActionDefault = "#b4bdcc",
            ActionDisabled = "#566071",
            ActionDisabledBackground = "#222935",
            Divider = "#262d39",
            DividerLight = "#1d232d",
            LinesDefault = "#262d39",
            LinesInputs = "#465063",
            TableLines = "#222935",
            TableStriped = "#141920",
            TableHover = "#1b212b",
            OverlayDark = "rgba(4,6,10,0.6)",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = FontFamily, FontSize = "0.9rem", LineHeight = "1.5", LetterSpacing = "-0.003em" },
            Body1 = new Body1Typography { FontFamily = FontFamily, FontSize = "0.925rem", LineHeight = "1.55", LetterSpacing = "-0.003em" },
            Body2 = new Body2Typography { FontFamily = FontFamily, FontSize = "0.86rem", LineHeight = "1.5", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = FontFamily, FontSize = "0.86rem", FontWeight = "550", LineHeight = "1.6", LetterSpacing = "0", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = FontFamily, FontSize = "0.785rem", LineHeight = "1.45", LetterSpacing = "0" },
            H4 = new H4Typography { FontFamily = FontFamily, FontSize = "1.5rem", FontWeight = "650", LetterSpacing = "-0.02em" },
            H5 = new H5Typography { FontFamily = FontFamily, FontSize = "1.2rem", FontWeight = "600", LetterSpacing = "-0.015em" },
            H6 = new H6Typography { FontFamily = FontFamily, FontSize = "1.02rem", FontWeight = "600", LetterSpacing = "-0.01em" },
            Subtitle1 = new Subtitle1Typography { FontFamily = FontFamily, FontSize = "0.95rem", FontWeight = "600", LetterSpacing = "-0.005em" },
            Subtitle2 = new Subtitle2Typography { FontFamily = FontFamily, FontSize = "0.86rem", FontWeight = "600", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "236px", AppbarHeight = "56px" },
    };
}
