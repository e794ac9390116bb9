using BulkPush.Core.Shopify;
using BulkPush.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static BulkPush.Tests.Shopify.ProductSetExchange;

namespace BulkPush.Tests.Shopify;

/// <summary>When a call is sent again, waits, is given up, or stops the store.</summary>
public sealed class RepeatedCallTests : IAsyncLifetime
{
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task A_lost_reply_is_sent_again_with_the_same_identifier()
    {
        _shopify.Does(Abort).Data(Accepted());

        var outcome = await SetAsync(ACall());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), outcome);
        Assert.Equal(_shopify.Requests[0].Body.ToJsonString(), _shopify.Requests[1].Body.ToJsonString());
    }

    [Fact]
    public async Task What_may_pass_is_repeated_and_then_left_to_the_next_push()
    {
        _shopify.Options.MaxAttempts = 4;
        _shopify.Answers("<title>Bad gateway</title>", 502).Does(Abort).Error("INTERNAL_SERVER_ERROR", "Internal error.", "\"data\":null,").Answers("{\"data\":{\"pro");

        var unknown = Assert.IsType<ProductSetOutcome.Unknown>(await SetAsync(ACall()));

        Assert.Equal((4, 4), (unknown.Attempts, _shopify.Requests.Count));
        Assert.EndsWith("tried again by the next push.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        _shopify.Answers("{}", 429, ("Retry-After", "7")).Data(Accepted());

        Assert.IsType<ProductSetOutcome.Created>(await SetAsync(ACall()));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_shopify.Clock.Waits));
    }

    [Fact]
    public async Task Throttled_waits_for_exactly_the_missing_points_and_is_no_attempt()
    {
        _shopify.Options.MaxAttempts = 1;
        _shopify.Answers(Throttled(requested: 752, available: 666, maximum: 1000, restoreRate: 50)).Data(Accepted(), requested: 11);

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 1), await SetAsync(ACall()));

        Assert.Equal(TimeSpan.FromMilliseconds(1720), Assert.Single(_shopify.Clock.Waits));
    }

    [Fact]
    public async Task Endless_throttling_is_given_up_in_the_end()
    {
        _shopify.Options.MaxThrottles = 3;
        for (var time = 0; time < 4; time++)
            _shopify.Answers(Throttled(requested: 10, available: 1000));

        Assert.IsType<ProductSetOutcome.Unknown>(await SetAsync(ACall()));
        Assert.Equal(4, _shopify.Requests.Count);
    }

    [Fact]
    public async Task Requests_wait_for_points_instead_of_being_refused()
    {
        _shopify.Data(Accepted(), available: 4).Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        await client.SetProductAsync(ACall(), Ct);
        await client.SetProductAsync(ACall(), Ct);

        Assert.Equal(TimeSpan.FromMilliseconds(60), Assert.Single(_shopify.Clock.Waits)); // 10 wanted, 4 there, 100 a second
    }

    [Fact]
    public void Clients_of_one_store_share_its_budget()
    {
        using var clients = _shopify.Clients();
        var other = _shopify.Connection with { StoreId = Guid.CreateVersion7() };

        Assert.Same(clients.For(_shopify.Connection).Budget, clients.For(_shopify.Connection).Budget);
        Assert.NotSame(clients.For(_shopify.Connection).Budget, clients.For(other).Budget);
    }

    [Theory]
    [InlineData(301, "SHOPIFY_STORE_MOVED")]
    [InlineData(401, "SHOPIFY_UNAUTHORIZED")]
    [InlineData(402, "SHOPIFY_STORE_FROZEN")]
    [InlineData(403, "SHOPIFY_FORBIDDEN")]
    [InlineData(404, "SHOPIFY_STORE_NOT_FOUND")]
    [InlineData(423, "SHOPIFY_STORE_LOCKED")]
    [InlineData(430, "SHOPIFY_SECURITY_REJECTION")]
    public async Task What_concerns_the_whole_store_stops_it_at_once(int status, string code)
    {
        _shopify.Answers("""{"errors":"Unavailable Shop"}""", status);

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(() => SetAsync(ACall()));

        Assert.Equal(code, stop.Code);
        Assert.EndsWith("Shopify says: “Unavailable Shop”", stop.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shpat", stop.ToString(), StringComparison.Ordinal);
        Assert.Single(_shopify.Requests);
    }

    [Theory]
    [InlineData("ACCESS_DENIED", "SHOPIFY_MISSING_SCOPE")]
    [InlineData("undefinedField", "SHOPIFY_API_MISMATCH")]
    public async Task An_error_that_would_meet_every_product_stops_the_store(string error, string code)
    {
        _shopify.Error(error, "Access denied for productSet field. Required access: `write_products` access scope.");

        Assert.Equal(code, (await Assert.ThrowsAsync<ShopifyStoreException>(() => SetAsync(ACall()))).Code);
    }

    [Fact]
    public async Task A_call_that_is_stopped_while_it_waits_for_points_is_not_sent()
    {
        _shopify.Data(Accepted(), available: 3);
        using var clients = new ShopifyStoreClientFactory(
            _shopify.Transport(), Options.Create(_shopify.Options), new FakeTimeProvider(A.Moment), NullLoggerFactory.Instance);
        var client = clients.For(_shopify.Connection);
        await client.SetProductAsync(ACall(), Ct);
        using var stop = new CancellationTokenSource();

        var waiting = client.SetProductAsync(ACall(), new CallLife(stop.Token, Ct));
        await stop.CancelAsync();

        Assert.IsNotType<ShopifyCallGivenUpException>(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting));
        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task A_call_that_is_on_its_way_when_it_is_stopped_may_still_be_answered()
    {
        using var stop = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await stop.CancelAsync();
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"data":{{Accepted()}}}"""), context.RequestAborted);
        });
        using var clients = _shopify.Clients();

        Assert.IsType<ProductSetOutcome.Created>(await clients.For(_shopify.Connection).SetProductAsync(ACall(), new CallLife(stop.Token, Ct)));
    }

    [Fact]
    public async Task A_call_that_is_broken_off_or_stopped_after_a_lost_answer_is_given_up()
    {
        using var stop = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await stop.CancelAsync();
            await Abort(context);
        });
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        await Assert.ThrowsAsync<ShopifyCallGivenUpException>(() => client.SetProductAsync(ACall(), new CallLife(stop.Token, Ct)));

        using var abort = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await abort.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await Assert.ThrowsAsync<ShopifyCallGivenUpException>(() => client.SetProductAsync(ACall(), new CallLife(Ct, abort.Token)));
    }

    private async Task<ProductSetOutcome> SetAsync(ProductSetCall call)
    {
        using var clients = _shopify.Clients();
        return await clients.For(_shopify.Connection).SetProductAsync(call, Ct);
    }
}
