using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How a state is shown: never by colour alone.</summary>
/// <param name="Icon">Path of an inline SVG icon.</param>
public sealed record StateDisplay(string Icon, Color Color, string Text);
