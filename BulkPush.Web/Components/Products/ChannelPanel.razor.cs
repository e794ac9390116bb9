using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Products;

/// <summary>Where a product is sold: every store with its state, the last push, the last error, and a switch.</summary>
public sealed partial class ChannelPanel
{
    private static readonly StateDisplay NoChannel = new(Icons.Material.Rounded.RemoveCircleOutline, Color.Default, "Not in this store");

    [Parameter, EditorRequired] public required IReadOnlyList<ChannelRow> Channels { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<StoreSummary> Stores { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The product's own status: only an active product is shown where it is published.</summary>
    [Parameter] public ProductStatus Status { get; set; } = ProductStatus.Active;

    [Parameter] public bool MayEdit { get; set; }

    [Parameter] public EventCallback<(Guid StoreId, bool IsActive)> OnSwitch { get; set; }

    private List<(Guid StoreId, string Name, ChannelRow? Channel)> Rows =>
        [.. Stores.Select(store => (store.Id, store.Name, Channels.FirstOrDefault(channel => channel.StoreId == store.Id)))];

    private static bool IsActive(ChannelRow? channel) => channel is not null && channel.State != ChannelPushState.Inactive;

    private static StateDisplay State(ChannelRow? channel) => channel is null ? NoChannel : ChannelStateDisplay.For(channel.State);
}
