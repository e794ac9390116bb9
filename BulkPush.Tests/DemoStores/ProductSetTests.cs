using System.Text.Json.Nodes;

namespace BulkPush.Tests.DemoStores;

public sealed class ProductSetTests : IAsyncLifetime
{
    private const string Set = """
        mutation Push($identifier: ProductSetIdentifiers, $input: ProductSetInput!) {
          productSet(identifier: $identifier, input: $input) {
            product {
              id title handle status vendor productType descriptionHtml tags createdAt updatedAt totalInventory
              seo { title description }
              category { id fullName }
              options { id name position values optionValues { id name hasVariants } }
              variants(first: 20) { nodes { id title sku price compareAtPrice inventoryPolicy taxable selectedOptions { name value }
                inventoryItem { id tracked requiresShipping unitCost { amount currencyCode } } } }
              media(first: 5) { nodes { id alt status } }
              metafields(first: 10) { nodes { namespace key type value } }
              variantsCount { count precision }
            }
            userErrors { field message code }
          }
        }
        """;

    private DemoStoreHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_title_alone_makes_an_active_product_with_one_default_variant()
    {
        var product = (await PushAsync(new { title = "Plain Mug" })).At("product");

        Assert.Equal("plain-mug", product.Text("handle"));
        Assert.Equal("ACTIVE", product.Text("status"));
        Assert.Equal("Alpha Shop", product.Text("vendor"));
        Assert.Equal("""["Default Title"]""", product.At("options.0.values").Json());
        Assert.Equal("0.00", product.Text("variants.nodes.0.price"));
        Assert.Equal("false", product.Text("variants.nodes.0.inventoryItem.tracked"));
        Assert.Equal("DENY", product.Text("variants.nodes.0.inventoryPolicy"));
    }

    [Fact]
    public async Task Options_variants_media_and_metafields_come_back_as_sent()
    {
        var payload = await PushAsync(new
        {
            title = "Trail Jacket",
            tags = new[] { " Red ", "red", "RED", " big   sale " },
            category = "gid://shopify/TaxonomyCategory/aa-1-1",
            seo = new { title = "Jacket", description = "Warm" },
            productOptions = new[] { new { name = "Size", values = Names("S", "M") }, new { name = "Colour", values = Names("Red") } },
            variants = new[] { Variant("S", "Red", "TJ-S", "79.9"), Variant("M", "Red", "TJ-M", "85") },
            files = new[] { new { originalSource = "https://images.example/jacket.jpg", alt = "Front" } },
            metafields = new[] { new { @namespace = "custom", key = "material", type = "single_line_text_field", value = "wool" } },
        });

        Assert.Equal("[]", payload.At("userErrors").Json());
        var product = payload.At("product");
        Assert.Equal("""["big   sale","Red"]""", product.At("tags").Json());
        Assert.Equal("Apparel & Accessories", product.Text("category.fullName"));
        Assert.Equal("""["S","M"]""", product.At("options.0.values").Json());
        Assert.Equal("M / Red", product.Text("variants.nodes.1.title"));
        Assert.Equal("79.90", product.Text("variants.nodes.0.price"));
        Assert.Equal("UPLOADED", product.Text("media.nodes.0.status"));
        Assert.Equal("wool", product.Text("metafields.nodes.0.value"));
        Assert.Equal("2", product.Text("variantsCount.count"));
    }

    private static object[] Names(params string[] names) => [.. names.Select(name => new { name })];

    private static object Variant(string size, string colour, string sku, string price) => new
    {
        optionValues = new[] { new { optionName = "Size", name = size }, new { optionName = "Colour", name = colour } },
        sku,
        price,
    };

    private async Task<JsonNode> PushAsync(object input, object? identifier = null)
    {
        var reply = await _host.SendAsync(Set, new { input, identifier });
        Assert.Null(reply["errors"]?.ToJsonString());
        return reply.At("data.productSet")!;
    }
}
