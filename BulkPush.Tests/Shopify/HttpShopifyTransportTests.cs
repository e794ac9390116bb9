using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Shopify;

public sealed class HttpShopifyTransportTests : IAsyncLifetime
{
    private static readonly ShopifyRequest Request = new("Ask", "query Ask { shop { name } }", "{\"text\":\"東京 <b>\"}"u8.ToArray());
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

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
        Assert.Equal("Ask", received.Body["operationName"]!.GetValue<string>());
        Assert.Equal("東京 <b>", received.Variables["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task GraphQL_errors_are_part_of_the_reply()
    {
        _shopify.Error("THROTTLED");

        Assert.Equal("THROTTLED", Assert.Single((await PostAsync()).Errors).Code);
    }

    [Theory]
    [InlineData(401, """{"errors":"[API] Invalid API key"}""", "[API] Invalid API key")]
    [InlineData(500, "<html><title>Oops</title></html>", "Oops")]
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _shopify.Transport().PostAsync(Endpoint(), Request, stop.Token));
    }

    [Theory]
    [InlineData("https://demo.myshopify.com", false, true)]
    [InlineData("https://demo.myshopify.com/", false, true)]
    [InlineData("http://demo.myshopify.com", true, false)]
    [InlineData("https://demo.myshopify.com:8443", true, false)]
    [InlineData("https://demo.myshopify.com.evil.example", true, false)]
    [InlineData("https://evilmyshopify.com", true, false)]
    [InlineData("https://user@demo.myshopify.com", true, false)]
    [InlineData("http://127.0.0.1:5000/demo-stores/one", true, true)]
    [InlineData("http://localhost:5000", true, true)]
    [InlineData("http://127.0.0.1:5000", false, false)]
    [InlineData("http://10.0.0.1:5000", true, false)]
    public void Tokens_go_only_to_Shopify_and_where_allowed_to_this_machine(string adminUrl, bool allowLoopback, bool isAllowed)
    {
        var connection = new StoreConnection(Guid.Empty, "Demo", new Uri(adminUrl), "shpat_secret");
        var options = new ShopifyOptions { AllowLoopback = allowLoopback };

        if (isAllowed)
        {
            Assert.Equal($"{adminUrl.TrimEnd('/')}/admin/api/2026-07/graphql.json", ShopifyEndpoint.For(connection, options).Url.ToString());
            return;
        }

        var refusal = Assert.Throws<ShopifyStoreException>(() => ShopifyEndpoint.For(connection, options));
        Assert.Equal("ADMIN_URL_NOT_ALLOWED", refusal.Code);
        Assert.DoesNotContain("shpat", refusal.Message, StringComparison.Ordinal);
    }

    private ShopifyEndpoint Endpoint() => ShopifyEndpoint.For(_shopify.Connection, _shopify.Options).OpenedBy(AccessToken.Permanent("shpat_secret"));

    private Task<ShopifyReply> PostAsync() => _shopify.Transport().PostAsync(Endpoint(), Request, Ct);
}
