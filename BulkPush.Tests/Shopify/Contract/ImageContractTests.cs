using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What a real store answered about images, right after they were sent and later.</summary>
public sealed class ImageContractTests
{
    private const string Product = "gid://shopify/Product/10243947069746";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("24-product-media-lifecycle", "immediate read", nameof(ChannelImageState.Processing))]
    [InlineData("24-product-media-lifecycle", "later read", nameof(ChannelImageState.Ready))]
    public async Task An_image_is_processed_and_then_ready_under_one_id(string capture, string label, string state)
    {
        await using var replay = await Replay.StartAsync();
        var product = JsonNode.Parse(Recording.Of(capture, label).Body).At("data.product")!;
        product["id"] = Product;
        replay.Shopify.Data(new JsonObject { ["nodes"] = new JsonArray(product.DeepClone()) }.ToJsonString());

        var images = await replay.Client.Images.ReadAsync([Product], 10, Ct);

        Assert.Equal(
            new ChannelImage(null, "gid://shopify/MediaImage/44070841549106", "Front view", Enum.Parse<ChannelImageState>(state)), Assert.Single(images[Product]));
        Assert.Equal($$"""{"ids":["{{Product}}"],"first":10}""", Assert.Single(replay.Shopify.Requests).Variables.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"code":"IMAGE_DOWNLOAD_FAILURE","message":"The file could not be downloaded.","details":"404"}]""", "The file could not be downloaded (404). See that the image's address opens")]
    [InlineData("""[{"code":"UNSUPPORTED_IMAGE_FILE_TYPE","message":"Unsupported file type","details":null}]""", "Unsupported file type. Use a JPEG, PNG")]
    [InlineData("""[{"code":"UNKNOWN","message":"Something","details":"Something"}]""", "Something. Push the product with")]
    [InlineData("[]", "Shopify could not use the image and does not say why. Push the product with")]
    public async Task A_failed_image_comes_with_the_reason_and_what_to_do(string errors, string start)
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data("""{"nodes":[null,{"id":"@1","media":{"nodes":[{"id":"gid://shopify/MediaImage/1","alt":null,"status":"FAILED","mediaErrors":@2}]}}]}"""
            .Replace("@1", Product, StringComparison.Ordinal).Replace("@2", errors, StringComparison.Ordinal));

        var image = Assert.Single((await replay.Client.Images.ReadAsync(["gid://shopify/Product/404", Product], 5, Ct))[Product]);

        Assert.Equal(ChannelImageState.Failed, image.State);
        Assert.StartsWith(start, image.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 9)]
    [InlineData(10, 11)]
    [InlineData(250, 25)]
    public void Reading_costs_by_the_images_of_one_product_however_many_products(int images, int points)
    {
        var variables = new JsonObject { ["ids"] = new JsonArray([.. Enumerable.Range(0, 100).Select(id => JsonValue.Create($"gid://shopify/Product/{id}"))]), ["first"] = images };

        Assert.Equal(points, ShopifyDocuments.ProductImages.RequestedCost(System.Text.Encoding.UTF8.GetBytes(variables.ToJsonString())));
    }
}
