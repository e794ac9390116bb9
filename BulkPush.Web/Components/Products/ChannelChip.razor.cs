using BulkPush.Core.Catalog;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Products;

/// <summary>A product's place in one store: store and state in words, icon and colour; the last push and the last error in the tooltip.</summary>
public sealed partial class ChannelChip
{
    [Parameter, EditorRequired] public required ChannelRow Channel { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private StateDisplay State => ChannelStateDisplay.For(Channel);
}
