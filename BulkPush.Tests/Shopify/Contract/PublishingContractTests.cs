using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What real stores answered about their publications.</summary>
public sealed class PublishingContractTests
{
    private static readonly string[] Publications = ["gid://shopify/Publication/268039389490", "gid://shopify/Publication/999999999999"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Replays("50-publications-list")]
    public async Task Publications_are_read_when_the_token_may()
    {
        // The recording asked for edges, we ask for nodes.
        var body = JsonNode.Parse(Recording.Of("50-publications-list").Body)!;
        var publications = body.At("data.publications")!.AsObject();
        publications["nodes"] = new JsonArray([.. publications["edges"]!.AsArray().Select(edge => edge!["node"]!.DeepClone())]);
        await using var replay = await Replay.StartAsync();
        replay.Shopify
            .Data("""{"shop":{"name":"A","currencyCode":"EUR","plan":null},"currentAppInstallation":{"accessScopes":[{"handle":"write_products"},{"handle":"write_publications"}]}}""")
            .Answers(body.ToJsonString());

        var check = await replay.ProbeAsync();

        Assert.Equal(["Online Store", "Point of Sale", "Shop", "Shopify GraphiQL App", "example.com"], check.Publications.Select(p => p.Name));
        Assert.Equal(new StorePublication("gid://shopify/Publication/268039389490", "Online Store"), check.Publications[0]);
    }

    [Fact]
    [Replays("51-publishablepublish-draft-product")]
    public async Task Publishing_a_draft_succeeds()
    {
        await using var replay = await Replay.StartAsync(Recording.Of("51-publishablepublish-draft-product"));

        var reply = await replay.Client.Publishing.PublishAsync("gid://shopify/Product/10172067414322", Publications[..1], Ct);

        Assert.IsType<PublishReply.Published>(reply);
        var request = Assert.Single(replay.Shopify.Requests);
        Assert.Equal("""[{"publicationId":"gid://shopify/Publication/268039389490"}]""", request.Variables["input"]!.ToJsonString());
    }

    [Theory]
    [InlineData("52-publishablepublish-errors", "publishDuplicate", "gid://shopify/Publication/999999999999", "The same publication was specified more than once.")]
    [InlineData("52-publishablepublish-errors", "publishBlankPublication", "gid://shopify/Publication/268039389490", "PublicationId cannot be empty.")]
    [InlineData("52-publishablepublish-errors", "publishUnknownPublication", "gid://shopify/Publication/268039389490", "Publication does not exist or is not publishable.")]
    public async Task A_refused_publication_is_named(string capture, string label, string publication, string message)
    {
        await using var replay = await Replay.StartAsync(Recording.Of(capture, label));

        var reply = await replay.Client.Publishing.PublishAsync(Replay.KnownId, Publications, Ct);

        Assert.Equal(new PublishReply.PublicationRefused(publication, message, 1), reply);
    }

    [Theory]
    [InlineData("ACTIVE", true)]
    [InlineData("DRAFT", false)]
    [InlineData("ARCHIVED", false)]
    public async Task The_products_status_says_whether_it_is_shown(string status, bool isVisible)
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data("""{"publishablePublish":{"publishable":{"status":"@"},"userErrors":[]}}""".Replace("@", status, StringComparison.Ordinal));

        Assert.Equal(new PublishReply.Published(isVisible, 1), await replay.Client.Publishing.PublishAsync(Replay.KnownId, Publications, Ct));
    }

    [Fact]
    public async Task A_product_that_is_gone_fails_alone()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Data("""{"publishablePublish":{"publishable":null,"userErrors":[{"field":["id"],"message":"Resource does not exist"}]}}""");

        var failed = Assert.IsType<PublishReply.Failed>(await replay.Client.Publishing.PublishAsync(Replay.KnownId, Publications, Ct));

        Assert.StartsWith("Resource does not exist. The product is gone", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_not_publish_concerns_the_whole_store()
    {
        await using var replay = await Replay.StartAsync();
        replay.Shopify.Error("ACCESS_DENIED", "Access denied for publishablePublish field.", "\"data\":{\"publishablePublish\":null},");

        var fault = await Assert.ThrowsAsync<ShopifyStoreException>(() => replay.Client.Publishing.PublishAsync(Replay.KnownId, Publications, Ct));

        Assert.Contains("write_publications", fault.Message, StringComparison.Ordinal);
    }
}
