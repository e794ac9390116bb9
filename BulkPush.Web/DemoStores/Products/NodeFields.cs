using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The roots that read anything by its id. An id that belongs to nothing is null in its place.</summary>
internal static class NodeFields
{
    public static void AddTo(FieldReaders readers) => readers.With<DemoShop>(
        "QueryRoot",
        ("node", (_, a, c) => Find(a.Text("id")!, c, "node")),
        ("nodes", (_, a, c) => a.List("ids")!.Select(id => Find((string)id!, c, "nodes")).ToList()));

    private static object? Find(string id, ReadContext context, string root)
    {
        var content = context.Content;
        switch (GlobalId.TypeOf(id))
        {
            case "Product":
                Scope.Require(context.Shop, "read_products", root);
                return content.Product(GlobalId.Number(id, "Product"));
            case "ProductVariant":
                Scope.Require(context.Shop, "read_products", root);
                return Variant(content, GlobalId.Number(id, "ProductVariant"));
            case "MediaImage":
                Scope.Require(context.Shop, "read_products", root);
                var number = GlobalId.Number(id, "MediaImage");
                return content.ProductOf(number)?.Media.FirstOrDefault(m => m.Id == number);
            case "MetafieldDefinition":
                return content.Definition(GlobalId.Number(id, "MetafieldDefinition"));
            case "Location":
                Scope.Require(context.Shop, "read_locations", root);
                return content.Location(GlobalId.Number(id, "Location"));
            case "Publication":
                Scope.Require(context.Shop, "read_publications", root);
                return content.Publication(GlobalId.Number(id, "Publication"));
            case "BulkOperation":
                return content.BulkOperation(GlobalId.Number(id, "BulkOperation"));
            default:
                return null;
        }
    }

    private static VariantOf? Variant(ShopContent content, long? id)
    {
        if (content.ProductOf(id) is not { } product) return null;
        for (var i = 0; i < product.Variants.Count; i++)
            if (product.Variants[i].Id == id) return new VariantOf(product, product.Variants[i], i);
        return null;
    }
}
