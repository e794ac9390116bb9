using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>Leads through the pages of a list with ordinary links: they can be shared, and the browser's back button works.</summary>
public sealed partial class ListPager
{
    /// <summary>Zero-based.</summary>
    [Parameter, EditorRequired] public required int Page { get; set; }

    [Parameter, EditorRequired] public required int PageSize { get; set; }

    /// <summary>Matching entries on all pages.</summary>
    [Parameter, EditorRequired] public required int Total { get; set; }

    /// <summary>The address of a page, by its zero-based number.</summary>
    [Parameter, EditorRequired] public required Func<int, string> Address { get; set; }

    /// <summary>Shown between the range and the links.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    private int PageCount => Math.Max(1, (Total + PageSize - 1) / PageSize);

    private string Range => Total == 0
        ? "0 of 0"
        : $"{Amounts.Count(Math.Min((Page * PageSize) + 1, Total))}–{Amounts.Count(Math.Min((Page + 1) * PageSize, Total))} of {Amounts.Count(Total)}";
}
