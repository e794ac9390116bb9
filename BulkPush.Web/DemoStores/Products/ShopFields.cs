using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads the shop, its plan, its app and its locations.</summary>
internal static class ShopFields
{
    private const int MaximumOptions = 3;

    public static void AddTo(FieldReaders readers)
    {
        readers.On<DemoShop>(
            "Shop",
            ("createdAt", s => s.CreatedAt),
            ("currencyCode", s => s.Options.CurrencyCode),
            ("email", s => $"owner@{s.Name}.example"),
            ("ianaTimezone", _ => "Europe/Berlin"),
            ("id", s => GlobalId.Of("Shop", s.Content.FirstId)),
            ("myshopifyDomain", s => s.Options.Domain),
            ("name", s => s.DisplayName),
            ("plan", s => s),
            ("publicationCount", s => s.Content.Publications.Count),
            ("resourceLimits", s => s),
            ("url", s => $"https://{s.Options.Domain}"),
            ("weightUnit", _ => "KILOGRAMS"));
        readers.On<DemoShop>(
            "ShopPlan",
            ("partnerDevelopment", _ => false),
            ("publicDisplayName", s => s.Plan.PublicName),
            ("shopifyPlus", s => s.Plan.IsPlus));
        readers.On<DemoShop>(
            "ShopResourceLimits",
            ("locationLimit", s => s.Plan.LocationLimit),
            ("maxProductOptions", _ => MaximumOptions),
            ("maxProductVariants", _ => InputLimits.Variants),
            ("redirectLimitReached", _ => false));
        readers.On<DemoShop>(
            "AppInstallation",
            ("accessScopes", s => s.Scopes),
            ("id", _ => GlobalId.Of("AppInstallation", DemoShop.AppId)));
        readers.On<string>("AccessScope", ("handle", s => s), ("description", s => s.Replace('_', ' ')));
        readers.On<DemoLocation>(
            "Location",
            ("createdAt", l => l.CreatedAt),
            ("fulfillsOnlineOrders", l => l.IsActive),
            ("id", l => GlobalId.Of("Location", l.Id)),
            ("isActive", l => l.IsActive),
            ("isFulfillmentService", _ => false),
            ("legacyResourceId", l => l.Id),
            ("name", l => l.Name),
            ("shipsInventory", l => l.IsActive),
            ("updatedAt", l => l.CreatedAt));
        readers.With<DemoLocation>(
            "Location", ("hasActiveInventory", (l, _, c) => c.Content.Products.Any(p => p.Variants.Any(v => v.Levels.Any(level => level.LocationId == l.Id)))));
    }
}
