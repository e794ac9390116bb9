using BulkPush.Core.Catalog;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How a product's status is shown.</summary>
public static class ProductStatusDisplay
{
    public static StateDisplay For(ProductStatus status) => status switch
    {
        ProductStatus.Active => new(Icons.Material.Rounded.Visibility, Color.Success, "Active"),
        ProductStatus.Draft => new(Icons.Material.Rounded.EditNote, Color.Info, "Draft"),
        ProductStatus.Archived => new(Icons.Material.Rounded.Inventory2, Color.Default, "Archived"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
