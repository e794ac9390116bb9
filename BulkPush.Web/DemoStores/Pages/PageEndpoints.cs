using BulkPush.Web.DemoStores.Http;
using BulkPush.Web.DemoStores.Shops;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.DemoStores.Pages;

/// <summary>Pages for people on this machine: which shops there are, and what each of them holds.</summary>
internal static class PageEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        var local = group.MapGroup("").AddEndpointFilter<LoopbackOnly>();
        local.MapGet("", Index);
        local.MapGet("/{shop}", Shop);
    }

    private static RazorComponentResult<DemoStoreIndex> Index(DemoShopRegistry shops) =>
        new(new Dictionary<string, object?> { [nameof(DemoStoreIndex.Shops)] = shops.All.Select(View).ToList() });

    private static Results<RazorComponentResult<DemoStorePage>, NotFound> Shop(string shop, string? q, int? page, DemoShopRegistry shops)
    {
        if (shops.Find(shop) is not { } found) return TypedResults.NotFound();
        List<DemoProduct> products;
        lock (found.Gate) products = [.. found.Content.Products];
        return new RazorComponentResult<DemoStorePage>(new Dictionary<string, object?>
        {
            [nameof(DemoStorePage.Shop)] = View(found),
            [nameof(DemoStorePage.Listing)] = ProductListing.Of(products, q, page ?? 1),
        });
    }

    private static ShopView View(DemoShop shop)
    {
        lock (shop.Gate) return ShopView.Of(shop);
    }
}
