using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>What every field reader may need: the shop, whose lock is held, and the time of the request.</summary>
internal sealed record ReadContext(DemoShop Shop, DateTimeOffset Now)
{
    public ShopContent Content => Shop.Content;
}
