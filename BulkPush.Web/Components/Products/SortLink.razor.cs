using BulkPush.Core.Catalog;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Products;

/// <summary>A column's heading that leads to the list in the column's order; clicked again, to the reverse.</summary>
public sealed partial class SortLink
{
    [Parameter, EditorRequired] public required ProductListQuery Query { get; set; }

    [Parameter, EditorRequired] public required ProductSort Sort { get; set; }

    [Parameter, EditorRequired] public required string Text { get; set; }

    private bool IsCurrent => Query.Sort == Sort;

    private ProductListQuery Next => Query with { Sort = Sort, IsDescending = IsCurrent && !Query.IsDescending, Page = 0 };

    private string Name => IsCurrent
        ? $"{Text}, sorted {(Query.IsDescending ? "descending" : "ascending")}. Reverse the order."
        : $"{Text}. Sort by this column.";
}
