using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Products;

/// <summary>The filters of the product list. They hold nothing: the page's address does.</summary>
public sealed partial class ProductFilters
{
    [Parameter, EditorRequired] public required ProductListQuery Query { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<StoreSummary> Stores { get; set; }

    /// <summary>Asked to show another list.</summary>
    [Parameter] public EventCallback<ProductListQuery> QueryChanged { get; set; }

    /// <summary>Controls at the end of the bar.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    private Task SearchAsync(string? text)
    {
        var search = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return search == Query.Search ? Task.CompletedTask : ChangeAsync(Query with { Search = search, Page = 0 });
    }

    private Task ChangeAsync(ProductListQuery query) => query == Query ? Task.CompletedTask : QueryChanged.InvokeAsync(query);

    private string StoreName(Guid? id) => id is null ? "All stores" : Stores.FirstOrDefault(s => s.Id == id)?.Name ?? "Unknown store";

    private static string StatusName(ProductStatus? status) => status is { } known ? ProductStatusDisplay.For(known).Text : "Any status";

    private static string StateName(ChannelPushState? state) => state is { } known ? ChannelStateDisplay.For(known).Text : "Any push state";
}
