using BulkPush.Core.Stores;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Stores;

/// <summary>A store with what its last check found.</summary>
public sealed partial class StoreCard
{
    [Parameter, EditorRequired] public required StoreSummary Store { get; set; }

    [Parameter] public bool IsChecking { get; set; }

    [Parameter] public EventCallback OnCheck { get; set; }

    /// <summary>A local store has its own page; the others are administered at Shopify.</summary>
    private string AdminPage => Store.AdminUrl ?? $"https://{Store.Domain}/admin";
}
