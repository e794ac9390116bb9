using BulkPush.Core.Catalog;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Products;

/// <summary>One page of products as rows, stacked on a narrow screen.</summary>
public sealed partial class ProductGrid
{
    private static readonly Dictionary<string, object?> TableNames = new() { ["aria-label"] = "Products" };

    [Parameter, EditorRequired] public required ProductPage Page { get; set; }

    [Parameter, EditorRequired] public required ProductListQuery Query { get; set; }

    /// <summary>Ids of the chosen products, on this page and others.</summary>
    [Parameter, EditorRequired] public required IReadOnlySet<long> Selected { get; set; }

    /// <summary>Raised with ids and whether they are now chosen.</summary>
    [Parameter] public EventCallback<(IReadOnlyList<long> Ids, bool IsSelected)> SelectionChanged { get; set; }

    [Parameter] public bool IsSelectable { get; set; }

    [Parameter] public bool IsLoading { get; set; }

    /// <summary>True when all are chosen, null when some are.</summary>
    private bool? AllOnPage => Page.Items.Count(row => Selected.Contains(row.Id)) switch
    {
        0 => false,
        var count when count == Page.Items.Count => true,
        _ => null,
    };

    // A click on the half-checked box comes as "true or false" by the box's own reckoning; what is meant is: the rest too.
    private Task SelectPageAsync(bool? _) => SelectAsync([.. Page.Items.Select(row => row.Id)], isSelected: AllOnPage != true);

    private Task SelectAsync(IReadOnlyList<long> ids, bool isSelected) => SelectionChanged.InvokeAsync((ids, isSelected));

    private string RowClass(ProductRow row, int index) => Selected.Contains(row.Id) ? "selected-row" : "";
}
