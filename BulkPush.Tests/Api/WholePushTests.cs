using System.Net;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Api;

/// <summary>Everything a program needs, from an empty installation to products in a store, over HTTP and nothing else.</summary>
public sealed class WholePushTests(BulkPushApp app) : IClassFixture<BulkPushApp>
{
    private const string Push = "/api/products/bulk-push";
    private const int Products = 12;

    private readonly ApiClient _api = new(app.App.CreateApiClient());

    [Fact]
    public async Task A_push_runs_through_the_api_alone_and_a_second_one_makes_no_call()
    {
        var shop = await DemoShop.OpenAsync(app.App.Address);
        var store = (await _api.PostAsync("/api/stores", $$"""{"name":"North","domain":"{{shop.Domain}}","adminUrl":"{{shop.AdminUrl}}","accessToken":"{{shop.AccessToken}}"}"""))
            .ShouldBe(HttpStatusCode.Created).Value<Guid>("id");
        var check = (await _api.PostAsync($"/api/stores/{store}/check")).ShouldBe(HttpStatusCode.OK);
        using var csv = ApiClient.Csv("Handle,Title,Vendor,Variant Price\n" + string.Concat(Enumerable.Range(1, Products).Select(n => $"scarf-{n},Scarf {n},Northwind,{n}.50\n")));
        (await _api.SendAsync(HttpMethod.Post, "/api/products/import", csv)).ShouldBe(HttpStatusCode.OK);
        (await _api.PutAsync("/api/products/channels", $$"""{"storeId":"{{store}}","all":true,"isActive":true}""")).ShouldBe(HttpStatusCode.OK);

        var pushed = await PushAsync("{}");
        var requests = await shop.RequestCountAsync();
        var again = await PushAsync("{}");

        Assert.Empty(check.Json["problems"]!.AsArray());
        Assert.Equal((Products, Products, Products, 0, 0), Figures(pushed));
        Assert.Equal(Products, await shop.ProductCountAsync());
        Assert.Equal((Products, Products, 0, Products, 0), Figures(again));
        Assert.Equal(requests, await shop.RequestCountAsync());
        var items = (await _api.GetAsync($"{Push}/{pushed["id"]}/items?outcome=created")).ShouldBe(HttpStatusCode.OK);
        Assert.Equal(Products, items.Json["items"]!.AsArray().Count);
    }

    private static (int Total, int Processed, int Created, int Unchanged, int Failed) Figures(JsonNode push)
    {
        int Of(string name) => push["progress"]![name]!.GetValue<int>();
        return (Of("total"), Of("processed"), Of("created"), Of("unchanged"), Of("failed"));
    }

    private async Task<JsonNode> PushAsync(string body)
    {
        var started = (await _api.PostAsync(Push, body)).ShouldBe(HttpStatusCode.Accepted);
        var push = started.Json;
        await Eventually.IsTrueAsync(
            async () =>
            {
                push = (await _api.GetAsync(started.Headers.Location!.OriginalString)).ShouldBe(HttpStatusCode.OK).Json;
                return push["status"]!.GetValue<string>() == "completed";
            },
            "the push completes");
        return push;
    }
}
