using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

/// <summary>A shirt as the catalogue has it, ways to change it, and what becomes of it on its way to a store.</summary>
internal static class MappedShirt
{
    public static readonly StoreSettings Everything = new();
    public static readonly ChannelState Never = new(null, null, null, null, null);

    public static Product AShirt()
    {
        var product = new Product
        {
            Id = 42,
            CustomId = Guid.Parse("0192f6a0-0000-7000-8000-00000000002a"),
            Handle = "wool-shirt",
            Title = "Wool shirt",
            DescriptionHtml = "<p>Warm</p>",
            Vendor = "Northwind",
            ProductType = "Shirts",
            Tags = ["wool"],
            SeoTitle = "Buy wool",
            OptionNames = ["Colour", "Size"],
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        product.Variants.Add(new ProductVariant
        {
            Position = 1,
            OptionValues = ["Red", "M"],
            Sku = "RM",
            Price = 19.90m,
            Cost = 7m,
            IsTracked = true,
            Weight = 1.5m,
            WeightUnit = WeightUnit.Pounds,
        });
        product.Variants.Add(new ProductVariant { Position = 2, OptionValues = ["Red", "L"], Sku = "RL", Price = 19.90m });
        product.Variants.Add(new ProductVariant { Position = 3, OptionValues = ["Blue", "M"], Sku = "BM", Price = 19.90m });
        product.Images.Add(new ProductImage { Position = 1, Src = "https://cdn.example/a.jpg", AltText = "Front" });
        product.Metafields.Add(new ProductMetafield { Namespace = "custom", Key = "care", Type = "single_line_text_field", Value = "Wash cold" });
        return product;
    }

    public static void Change(Product product, string what)
    {
        switch (what)
        {
            case "title":
                product.Title = "Another";
                break;
            case "price":
                product.Variants[2].Price = 1m;
                break;
            case "image":
                product.Images.Add(new ProductImage { Position = 2, Src = "https://cdn.example/b.jpg" });
                break;
            case "alt":
                product.Images[0].AltText = "Back";
                break;
            case "metafield":
                product.Metafields[0].Value = "Wash hot";
                break;
            case "order":
                product.Variants[0].Position = 9;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    public static StoreSettings Without(string group)
    {
        var settings = new StoreSettings();
        typeof(StoreSettings).GetProperty(group)!.SetValue(settings, false);
        return settings;
    }

    public static ChannelState Pushed(Product product, StoreSettings? settings = null)
    {
        var hashes = Ready(product, settings: settings).Hashes;
        return new ChannelState("gid://shopify/Product/1", hashes.Whole, hashes.Variants, hashes.Media, hashes.Metafields);
    }

    public static MapOutcome Map(Product product, ChannelState channel, StoreSettings settings, bool force = false) =>
        new ProductSetMapper().Map(product, channel, settings, force);

    public static MapOutcome.Ready Ready(Product product, ChannelState? channel = null, StoreSettings? settings = null, bool force = false) =>
        Assert.IsType<MapOutcome.Ready>(Map(product, channel ?? Never, settings ?? Everything, force));

    public static JsonObject Full(Product product, StoreSettings? settings = null) => Parse(Ready(product, settings: settings).Call.Full);

    public static JsonObject Parse(ProductSetInput input) => JsonNode.Parse(input.ToJson())!.AsObject();

    public static string[] Members(JsonObject input) => [.. input.Select(member => member.Key).Where(key => key is not "title" and not "handle")];

    public static string? Text(JsonObject input, string name) => input[name]?.GetValue<string>();
}
