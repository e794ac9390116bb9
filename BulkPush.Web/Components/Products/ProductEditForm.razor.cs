using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Products;

/// <summary>Edits a product's main fields.</summary>
public sealed partial class ProductEditForm
{
    private static readonly HashSet<string> Placed = ["title", "handle", "descriptionHtml", "vendor", "productType", "tags", "status", "seoTitle", "seoDescription"];

    [Parameter, EditorRequired] public required ProductEdit Edit { get; set; }

    /// <summary>Field name, as the catalogue names it, to sentences.</summary>
    [Parameter, EditorRequired] public required IReadOnlyDictionary<string, string[]> Errors { get; set; }

    [Parameter] public bool IsSaving { get; set; }

    [Parameter] public EventCallback OnSave { get; set; }

    [Parameter] public EventCallback OnCancel { get; set; }

    // A list, because Virtualize asks for one.
    private List<(int Index, VariantEdit Variant)> Rows => [.. Edit.Variants.Select((variant, index) => (index, variant))];

    /// <summary>What is wrong with fields that have no place of their own here, or may be scrolled out of sight.</summary>
    private List<string> Unplaced => [.. Errors.Where(error => !Placed.Contains(error.Key)).SelectMany(error => error.Value).Take(10)];

    private string? Said(string field) => Errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences) : null;
}
