using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Properties;

/// <summary>A demo shop that never runs out of points, and the real client for it.</summary>
public sealed class AcceptingStore : IAsyncLifetime
{
    private readonly ListeningTransport _transport = new();
    private DemoStoreHost _host = null!;
    private ShopifyStoreClientFactory _clients = null!;

    internal ShopifyStoreClient Client { get; private set; } = null!;

    /// <summary>Cost block of the last reply.</summary>
    internal ShopifyCost? LastCost => _transport.LastCost;

    public async ValueTask InitializeAsync()
    {
        _host = await DemoStoreHost.StartAsync(settings: [("DemoStores:Shops:0:MaximumAvailable", "1000000000"), ("DemoStores:Shops:0:RestoreRate", "1000000")]);
        _clients = new ShopifyStoreClientFactory(_transport, Options.Create(ListeningTransport.Settings), TimeProvider.System, NullLoggerFactory.Instance);
        var address = new Uri(_host.Client.BaseAddress!, "demo-stores/alpha");
        Client = _clients.For(new StoreConnection(Guid.Parse("018f0000-0000-7000-8000-000000000002"), "Alpha", address, DemoStoreHost.Token));
    }

    /// <summary>An empty shop that knows the custom id.</summary>
    internal async Task EmptyAsync()
    {
        await _host.ActAsync(new { action = "reset" });
        await Client.PrepareAsync(default);
    }

    /// <summary>The only product of the shop, as a catalogue would hold it.</summary>
    internal async Task<Product> ReadAsync()
    {
        var product = Assert.Single((await _host.Client.GetFromJsonAsync<JsonArray>("/demo-stores/alpha/products.json"))!)!;
        var content = new ProductContent
        {
            Handle = product.Text("handle")!,
            Title = product.Text("title")!,
            DescriptionHtml = product.Text("descriptionHtml")!,
            Vendor = product.Text("vendor")!,
            ProductType = product.Text("productType")!,
            Category = product.Text("category"),
            Tags = [.. Texts(product["tags"]!)],
            Status = Enum.Parse<ProductStatus>(product.Text("status")!, ignoreCase: true),
            SeoTitle = product.Text("seo.title"),
            SeoDescription = product.Text("seo.description"),
            OptionNames = [.. product["options"]!.AsArray().Select(option => option.Text("name")!)],
            Variants = [.. product["variants"]!.AsArray().Select(variant => Variant(variant!, product["media"]!.AsArray()))],
            Images = [.. product["media"]!.AsArray().Select(media => new ImageContent(media.Text("originalSource")!, media.Text("alt")))],
            Metafields = [.. product["metafields"]!.AsArray().Where(field => field.Text("key") != CustomId.Key).Select(Metafield)],
        };
        return ProductContentMapping.Create(ProductContentRules.Normalise(content), Support.A.Moment);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        _transport.Dispose();
        await _host.DisposeAsync();
    }

    private static VariantContent Variant(JsonNode variant, JsonArray media) => new()
    {
        OptionValues = [.. Texts(variant["optionValues"]!)],
        Sku = variant.Text("sku"),
        Barcode = variant.Text("barcode"),
        Price = variant["price"]!.GetValue<decimal>(),
        CompareAtPrice = variant["compareAtPrice"]?.GetValue<decimal>(),
        Cost = variant["cost"]?.GetValue<decimal>(),
        Weight = variant["weight"]!.GetValue<decimal>(),
        WeightUnit = Enum.Parse<WeightUnit>(variant.Text("weightUnit")!, ignoreCase: true),
        InventoryPolicy = Enum.Parse<InventoryPolicy>(variant.Text("inventoryPolicy")!, ignoreCase: true),
        IsTracked = variant["tracked"]!.GetValue<bool>(),
        IsTaxable = variant["taxable"]!.GetValue<bool>(),
        RequiresShipping = variant["requiresShipping"]!.GetValue<bool>(),
        ImageSrc = media.FirstOrDefault(one => one.Text("id") == variant.Text("mediaId")).Text("originalSource"),
    };

    private static MetafieldContent Metafield(JsonNode? field)
    {
        // The store answers with the namespace that $app stands for.
        var space = field.Text("namespace")!;
        if (space.StartsWith("app--", StringComparison.Ordinal))
            space = space.Split("--") is [_, _, var name] ? $"$app:{name}" : "$app";
        return new MetafieldContent(space, field.Text("key")!, field.Text("type")!, field.Text("value")!);
    }

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => item!.GetValue<string>());

    /// <summary>The real transport; keeps what the last call cost.</summary>
    private sealed class ListeningTransport : IShopifyTransport, IDisposable
    {
        public static readonly ShopifyOptions Settings = new() { AllowLoopback = true };

        private readonly HttpShopifyTransport _http = new(Options.Create(Settings), TimeProvider.System, NullLogger<HttpShopifyTransport>.Instance);

        public ShopifyCost? LastCost { get; private set; }

        public async Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
        {
            var reply = await _http.PostAsync(endpoint, request, cancellationToken);
            LastCost = reply.Cost;
            return reply;
        }

        public void Dispose() => _http.Dispose();
    }
}
