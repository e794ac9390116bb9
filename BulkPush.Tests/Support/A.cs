using System.Globalization;
using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Support;

/// <summary>Test data with sensible, unique defaults; a test states only what matters to it.</summary>
internal static class A
{
    /// <summary>When everything here was made.</summary>
    public static readonly DateTimeOffset Moment = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static int _count;

    /// <summary>A number that nothing else made in this run has.</summary>
    public static int Number() => Interlocked.Increment(ref _count);

    /// <summary>A product with one variant, not saved; give variants with <c>change</c> to replace that one.</summary>
    public static Product Product(string? handle = null, string? title = null, decimal price = 19.90m, Action<Product>? change = null)
    {
        var number = Number().ToString(CultureInfo.InvariantCulture);
        var product = new Product
        {
            Handle = handle ?? $"product-{number}",
            Title = title ?? $"Product {number}",
            DescriptionHtml = "<p>Made of wool.</p>",
            Vendor = "Northwind",
            ProductType = "Shirts",
            CreatedAt = Moment,
            UpdatedAt = Moment,
        };
        change?.Invoke(product);
        if (product.Variants.Count == 0)
            product.Variants.Add(new ProductVariant { Position = 1, Sku = $"SKU-{number}", Price = price });
        return product;
    }

    /// <summary>A product with one option, <c>Size</c>, and a variant for each number from 1.</summary>
    public static Product ProductWithVariants(int variants, string? handle = null) => Product(handle, change: product =>
    {
        product.OptionNames.Add("Size");
        product.Variants.AddRange(Enumerable.Range(1, variants).Select(size => new ProductVariant
        {
            Position = size,
            OptionValues = [size.ToString(CultureInfo.InvariantCulture)],
            Sku = $"{product.Handle}-{size}",
            Price = 10 + size,
        }));
    });

    /// <summary>A store, not saved. Its token is not encrypted by anything real: use the store service when the store is to be called.</summary>
    public static Store Store(string? name = null, string? domain = null, string? adminUrl = null, StoreSettings? settings = null)
    {
        var number = Number().ToString(CultureInfo.InvariantCulture);
        var store = new Store
        {
            Id = Guid.CreateVersion7(),
            Name = name ?? $"Store {number}",
            Domain = domain ?? $"store-{number}.myshopify.com",
            AdminUrl = adminUrl,
            Settings = settings ?? new StoreSettings(),
            CreatedAt = Moment,
            UpdatedAt = Moment,
        };
        store.UseAccessToken("protected");
        return store;
    }

    /// <summary>An active channel of a saved product in a saved store.</summary>
    public static ProductChannel Channel(Product product, Store store, bool isActive = true)
    {
        var channel = new ProductChannel { ProductId = product.Id, StoreId = store.Id };
        channel.SetActive(isActive);
        return channel;
    }
}
