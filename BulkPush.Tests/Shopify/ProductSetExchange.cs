using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

/// <summary>A call that sets one product, and what Shopify may answer to it.</summary>
internal static class ProductSetExchange
{
    public const string KnownId = "gid://shopify/Product/7";

    public static string Accepted(int ageMinutes = 0) => $$$"""
        {"productSet":{"product":{"id":"{{{KnownId}}}","createdAt":"2026-07-01T10:00:00Z","updatedAt":"2026-07-01T10:{{{ageMinutes:00}}}:00Z"},"userErrors":[]}}
        """;

    public static string Refused(string code, string message, params string[] field) => $$$"""
        {"productSet":{"product":null,"userErrors":[{"field":[{{{string.Join(',', field.Select(part => $"\"{part}\""))}}}],"message":"{{{message}}}","code":"{{{code}}}"}]}}
        """;

    public static string Throttled(int requested, int available, int maximum = 2000, int restoreRate = 100) => $$$"""
        {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":{{{requested}}},"actualQueryCost":null,
        "throttleStatus":{"maximumAvailable":{{{maximum}}},"currentlyAvailable":{{{available}}},"restoreRate":{{{restoreRate}}} } } } }
        """;

    public static ProductSetCall ACall(string? shopifyProductId = null, bool isPushed = false)
    {
        var product = new Product
        {
            Id = 42,
            CustomId = Guid.Parse("0198a1b2-0000-7000-8000-000000000042"),
            Handle = "wool",
            Title = "Wool",
            CreatedAt = A.Moment,
            UpdatedAt = A.Moment,
        };
        product.Variants.Add(new ProductVariant { Position = 1, Price = 5 });
        var mapper = new ProductSetMapper();
        var first = Assert.IsType<MapOutcome.Ready>(mapper.Map(product, new ChannelState(null, null, null, null, null), new StoreSettings(), force: false));
        var channel = isPushed
            ? new ChannelState(shopifyProductId, "another", first.Hashes.Variants, first.Hashes.Media, first.Hashes.Metafields)
            : new ChannelState(shopifyProductId, null, null, null, null);
        return Assert.IsType<MapOutcome.Ready>(mapper.Map(product, channel, new StoreSettings(), force: false)).Call;
    }

    public static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
