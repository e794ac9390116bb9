using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.DemoStores;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Create = "mutation { productSet(input: {title: \"Mug\"}) { product { id } userErrors { message } } }";

    private DemoStoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("tooManyRequests", HttpStatusCode.TooManyRequests, "Exceeded")]
    [InlineData("serverErrorJson", HttpStatusCode.InternalServerError, """{"errors":"An unexpected error occurred"}""")]
    [InlineData("serverErrorHtml", HttpStatusCode.BadGateway, "<html>")]
    [InlineData("tokenRevoked", HttpStatusCode.Unauthorized, """{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""")]
    [InlineData("shopFrozen", HttpStatusCode.PaymentRequired, """{"errors":"Unavailable Shop"}""")]
    [InlineData("shopForbidden", HttpStatusCode.Forbidden, """{"errors":"Unavailable Shop"}""")]
    [InlineData("shopMissing", HttpStatusCode.NotFound, """{"errors":"Not Found"}""")]
    [InlineData("shopLocked", HttpStatusCode.Locked, """{"errors":"This shop is unavailable"}""")]
    public async Task The_next_request_is_refused_without_effect_and_the_one_after_is_not(string fault, HttpStatusCode status, string body)
    {
        await BreakNextAsync(fault);

        using var refused = await _host.PostAsync(new { query = Create });
        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(body, await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.True(refused.Headers.Contains("X-Request-Id"));
        Assert.Equal(0, await ProductsAsync());

        using var next = await _host.PostAsync(new { query = Create });
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(1, await ProductsAsync());
    }

    [Theory]
    [InlineData("connectionReset", 0)]
    [InlineData("lostReply", 1)]
    public async Task A_broken_connection_leaves_the_client_in_the_dark(string fault, int products)
    {
        await BreakNextAsync(fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.PostAsync(new { query = Create }));

        Assert.Equal(products, await ProductsAsync());
    }

    [Theory]
    [InlineData("internalServerError", 0)]
    [InlineData("internalServerErrorAfterEffect", 1)]
    public async Task An_internal_error_says_nothing_about_the_effect(string fault, int products)
    {
        await BreakNextAsync(fault);

        var reply = await _host.SendAsync(Create);

        Assert.Equal("INTERNAL_SERVER_ERROR", reply.Text("errors.0.extensions.code"));
        Assert.Contains(reply.Text("errors.0.extensions.requestId")!, reply.Text("errors.0.message")!, StringComparison.Ordinal);
        Assert.True(reply.AsObject().ContainsKey("data"));
        Assert.Null(reply["data"]);
        Assert.Null(reply["extensions"]);
        Assert.Equal(products, await ProductsAsync());
    }

    [Fact]
    public async Task A_torn_body_has_had_its_effect()
    {
        await BreakNextAsync("badJson");

        using var response = await _host.PostAsync(new { query = Create });
        var body = await response.Content.ReadAsStringAsync(Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(body));
        Assert.Equal(1, await ProductsAsync());
    }

    [Fact]
    public async Task A_throttled_request_finds_the_bucket_too_low_and_can_tell_how_long_to_wait()
    {
        await BreakNextAsync("throttle");

        var reply = await _host.SendAsync(Create);

        Assert.Equal("""{"message":"Throttled","extensions":{"code":"THROTTLED","documentation":"https://shopify.dev/api/usage/rate-limits"}}""", reply.At("errors.0").Json());
        Assert.False(reply.AsObject().ContainsKey("data"));
        Assert.Equal("10", reply.Text("extensions.cost.requestedQueryCost"));
        Assert.Null(reply.At("extensions.cost.actualQueryCost"));
        Assert.True(reply.At("extensions.cost.throttleStatus.currentlyAvailable")!.GetValue<double>() < 10);
        Assert.Equal("1", (await _host.ControlAsync()).Text("requests.throttled"));
        Assert.Equal(0, await ProductsAsync());
    }

    [Fact]
    public async Task A_slow_reply_takes_the_time_it_was_given()
    {
        var clock = new FakeTimeProvider();
        var began = clock.GetTimestamp();
        await using var host = await DemoStoreHost.StartAsync(clock);
        await host.ConfigureAsync(new { latencyMs = 100, slowReplyMs = 2000, faults = new { slowReply = new { count = 1 } } });

        var reply = host.SendAsync(Create);
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
                return reply.IsCompleted;
            },
            "the slow reply comes");

        Assert.True(clock.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(2100));
        Assert.Null((await reply)["errors"]);
    }

    [Fact]
    public async Task Chance_faults_come_as_often_as_asked_and_the_same_way_for_one_seed()
    {
        var statuses = new List<string>();
        foreach (var shop in (string[])["one", "two"])
        {
            await _host.ConfigureAsync(new { accessToken = DemoStoreHost.Token, seed = 7, faults = new { serverErrorJson = new { probability = 0.3 } } }, shop);
            var line = "";
            for (var i = 0; i < 100; i++)
            {
                using var response = await _host.PostAsync(new { query = "{ shop { id } }" }, shop);
                line += response.IsSuccessStatusCode ? '.' : 'x';
            }

            statuses.Add(line);
        }

        Assert.Equal(statuses[0], statuses[1]);
        Assert.InRange(statuses[0].Count(c => c == 'x'), 15, 45);
    }

    private Task BreakNextAsync(string fault) => _host.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count = 1 } } });

    private async Task<int> ProductsAsync() => (await _host.ControlAsync())["products"]!.GetValue<int>();
}
