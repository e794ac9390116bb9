using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Shopify;

/// <summary>What every transport must do with what Shopify answers.</summary>
public abstract class ShopifyTransportContract : IAsyncLifetime
{
    private static readonly ShopifyRequest Request = new("Ask", "query Ask { shop { name } }", "{\"text\":\"東京 <b>\"}"u8.ToArray());
    private readonly List<IDisposable> _owned = [];
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            owned.Dispose();
        await _shopify.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The transport under test; disposed at the end if it can be.</summary>
    private protected abstract IShopifyTransport Make(IOptions<ShopifyOptions> options);

    [Fact]
    public async Task Posts_the_document_with_the_raw_token()
    {
        _shopify.Answers("""{"data":{}}""", 200, ("X-Request-Id", "request-7"), ("X-Shopify-API-Version", "2026-04"));

        var reply = await PostAsync();

        Assert.Equal(("request-7", "2026-04"), (reply.RequestId, reply.ApiVersion));
        var received = Assert.Single(_shopify.Requests);
        Assert.Equal("/admin/api/2026-07/graphql.json", received.Path);
        Assert.Equal("shpat_secret", received.Headers["X-Shopify-Access-Token"]);
        Assert.Equal("application/json", received.Headers["Content-Type"]);
        Assert.False(received.Headers.ContainsKey("Authorization"));
        Assert.Equal(Request.Query, received.Body["query"]!.GetValue<string>());
        Assert.Equal("東京 <b>", received.Variables["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refusal_for_lack_of_points_is_a_reply_that_says_how_many_there_are()
    {
        _shopify.Answers("""
            {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
            "extensions":{"cost":{"requestedQueryCost":12,"actualQueryCost":null,
            "throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":3,"restoreRate":100.0}}}}
            """);

        var reply = await PostAsync();

        Assert.Equal("THROTTLED", Assert.Single(reply.Errors).Code);
        Assert.Null(reply.Data);
        Assert.Equal(new ShopifyCost(12, null, 2000, 3, 100), reply.Cost);
        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task Errors_stand_beside_the_data_that_there_is()
    {
        _shopify.Answers("""
            {"data":{"shop":{"name":"Demo"},"locations":null},
            "errors":[{"message":"Access denied for locations field.","path":["locations",0],
            "extensions":{"code":"ACCESS_DENIED","requiredAccess":"`read_locations` access scope."}}]}
            """);

        var reply = await PostAsync();

        Assert.Equal("Demo", reply.Data!.Value.GetProperty("shop").GetProperty("name").GetString());
        var error = Assert.Single(reply.Errors);
        Assert.Equal(("ACCESS_DENIED", "`read_locations` access scope."), (error.Code, error.RequiredAccess));
        Assert.Equal(["locations", "0"], error.Path);
    }

    [Fact]
    public async Task User_errors_are_data()
    {
        _shopify.Data("""{"productSet":{"product":null,"userErrors":[{"field":["input"],"message":"No.","code":"INVALID"}]}}""");

        var reply = await PostAsync();

        Assert.Equal("No.", reply.Data!.Value.GetProperty("productSet").GetProperty("userErrors")[0].GetProperty("message").GetString());
        Assert.Equal(1990, reply.Cost!.CurrentlyAvailable);
        Assert.Empty(reply.Errors);
    }

    [Theory]
    [InlineData(401, """{"errors":"[API] Invalid API key"}""", "[API] Invalid API key")]
    [InlineData(402, """{"errors":"Unavailable Shop"}""", "Unavailable Shop")]
    [InlineData(403, "", null)]
    [InlineData(423, """{"errors":"Locked"}""", "Locked")]
    [InlineData(429, """{"errors":"Exceeded the limit."}""", "Exceeded the limit.")]
    [InlineData(500, "<html><title>Oops</title></html>", "Oops")]
    [InlineData(503, """{"errors":{"base":["Later"]}}""", "base: Later")]
    [InlineData(302, "", null)]
    public async Task Another_status_is_a_fault_with_Shopifys_words(int status, string body, string? words)
    {
        _shopify.Answers(body, status, ("Location", "http://127.0.0.1:9/"), ("Retry-After", "7"), ("X-Request-Id", "request-7"));

        var fault = await Assert.ThrowsAsync<ShopifyTransportException>(PostAsync);

        Assert.Equal((ShopifyFault.HttpStatus, status, words), (fault.Fault, fault.HttpStatus, fault.ShopifyMessage));
        Assert.Equal((TimeSpan.FromSeconds(7), "request-7"), (fault.RetryAfter, fault.RequestId));
        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task Something_that_is_not_JSON_is_an_unreadable_reply()
    {
        _shopify.Answers("<html><title>Maintenance</title></html>");

        var fault = await Assert.ThrowsAsync<ShopifyTransportException>(PostAsync);

        Assert.Equal((ShopifyFault.UnreadableReply, "Maintenance"), (fault.Fault, fault.ShopifyMessage));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_network_fault()
    {
        var endpoint = Endpoint();
        await _shopify.DisposeAsync();

        var fault = await Assert.ThrowsAsync<ShopifyTransportException>(() => Transport().PostAsync(endpoint, Request, Ct));

        Assert.Equal(ShopifyFault.Network, fault.Fault);
        Assert.Contains("ConnectionRefused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_answers()
    {
        for (var call = 0; call < 20; call++)
        {
            _shopify.Does(async context =>
            {
                await Task.Yield();
                await context.Response.WriteAsync($$$"""{"data":{"token":"{{{context.Request.Headers["X-Shopify-Access-Token"]}}}"}}""", context.RequestAborted);
            });
        }

        var transport = Transport();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(call => transport.PostAsync(Endpoint($"shpat_{call}"), Request, Ct)));

        Assert.Equal(Enumerable.Range(0, 20).Select(call => $"shpat_{call}"), replies.Select(reply => reply.Data!.Value.GetProperty("token").GetString()));
    }

    [Fact]
    public async Task A_reset_connection_is_a_network_fault()
    {
        _shopify.Does(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(ShopifyFault.Network, (await Assert.ThrowsAsync<ShopifyTransportException>(PostAsync)).Fault);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_is_a_time_out_not_a_cancellation()
    {
        _shopify.Options.RequestTimeout = TimeSpan.FromMilliseconds(50);
        _shopify.Does(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        Assert.Equal(ShopifyFault.Timeout, (await Assert.ThrowsAsync<ShopifyTransportException>(PostAsync)).Fault);
    }

    [Fact]
    public async Task A_cancellation_is_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transport().PostAsync(Endpoint(), Request, stop.Token));
    }

    private ShopifyEndpoint Endpoint(string token = "shpat_secret") =>
        ShopifyEndpoint.For(_shopify.Connection, _shopify.Options).OpenedBy(AccessToken.Permanent(token));

    private Task<ShopifyReply> PostAsync() => Transport().PostAsync(Endpoint(), Request, Ct);

    private IShopifyTransport Transport()
    {
        var transport = Make(Options.Create(_shopify.Options));
        _owned.Add((IDisposable)transport);
        return transport;
    }
}
