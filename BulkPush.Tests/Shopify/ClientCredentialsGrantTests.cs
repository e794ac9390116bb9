using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

public sealed class ClientCredentialsGrantTests : IAsyncLifetime
{
    private const string Secret = "shpss_0123456789abcdef";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task Posts_the_form_that_Shopify_documents_and_reads_the_token()
    {
        _shopify.Answers("""{"access_token":"shpat_granted","scope":"read_products,write_products","expires_in":86399}""");

        var granted = Assert.IsType<TokenOutcome.Usable>(await AskAsync());

        Assert.Equal(new AccessToken("shpat_granted", _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromSeconds(86399)), granted.Token);
        var request = Assert.Single(_shopify.Requests);
        Assert.Equal("/demo-stores/one/admin/oauth/access_token", request.Path);
        Assert.StartsWith("application/x-www-form-urlencoded", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"grant_type":"client_credentials","client_id":"client-1","client_secret":"{{Secret}}"}""",
            request.Body.ToJsonString());
        Assert.False(request.Headers.ContainsKey("X-Shopify-Access-Token"));
    }

    [Fact]
    public async Task A_token_whose_life_is_not_said_lives_a_day()
    {
        _shopify.Answers("""{"access_token":"shpat_granted"}""");

        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(24), Assert.IsType<TokenOutcome.Usable>(await AskAsync()).Token.ExpiresAt);
    }

    [Theory]
    [InlineData(400, """{"error":"shop_not_permitted","error_description":"Client credentials cannot be performed on this shop."}""", "CLIENT_NOT_PERMITTED", "Shopify says: “Client credentials cannot be performed on this shop.”")]
    [InlineData(400, "<html><head><title>Oauth error shop_not_permitted: Client credentials cannot be performed on this shop.</title></head></html>", "CLIENT_NOT_PERMITTED", "organisation that owns the store")]
    [InlineData(400, """{"error":"app_not_installed"}""", "APP_NOT_INSTALLED", "Install it there from Shopify's Dev Dashboard")]
    [InlineData(400, """{"error":"invalid_client"}""", "CLIENT_REFUSED", "enter them on the Stores page. Shopify says: “invalid_client”")]
    [InlineData(401, "", "CLIENT_REFUSED", "does not accept the client id and secret")]
    [InlineData(402, """{"errors":"Unavailable Shop"}""", "SHOPIFY_STORE_FROZEN", "settle the bill")]
    [InlineData(404, """{"errors":"Not Found"}""", "SHOPIFY_STORE_NOT_FOUND", "There is no Shopify store at 127.0.0.1")]
    [InlineData(302, "", "SHOPIFY_STORE_MOVED", "sends requests elsewhere")]
    [InlineData(422, "", "CLIENT_REFUSED", "HTTP 422")]
    public async Task A_refusal_says_what_to_do(int status, string body, string code, string sentence)
    {
        _shopify.Answers(body, status, ("Location", "http://127.0.0.1:9/"));

        var refused = Assert.IsType<TokenOutcome.Refused>(await AskAsync());

        Assert.Equal(code, refused.Code);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Single(_shopify.Requests);
    }

    [Theory]
    [InlineData(429, "{}")]
    [InlineData(503, "<title>Maintenance</title>")]
    [InlineData(200, "<title>Maintenance</title>")]
    [InlineData(200, """{"access_token":""}""")]
    [InlineData(200, "[]")]
    public async Task What_may_pass_is_no_refusal(int status, string body)
    {
        _shopify.Answers(body, status, ("Retry-After", "7"));

        var unavailable = Assert.IsType<TokenOutcome.Unavailable>(await AskAsync());

        Assert.Equal(status == 200 ? null : TimeSpan.FromSeconds(7), unavailable.RetryAfter);
    }

    [Fact]
    public async Task No_answer_and_a_late_one_may_pass_too()
    {
        _shopify.Options.RequestTimeout = TimeSpan.FromMilliseconds(50);
        _shopify
            .Does(context =>
            {
                context.Abort();
                return Task.CompletedTask;
            })
            .Does(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        Assert.IsType<TokenOutcome.Unavailable>(await AskAsync());
        Assert.IsType<TokenOutcome.Unavailable>(await AskAsync());
    }

    [Fact]
    public async Task A_secret_that_Shopify_repeats_is_not_passed_on()
    {
        _shopify.Answers($$"""{"error":"invalid_client","error_description":"{{Secret}} is wrong"}""", 400);

        var refused = Assert.IsType<TokenOutcome.Refused>(await AskAsync());

        Assert.EndsWith("Shopify says: “… is wrong”", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_sent_to_Shopify_only()
    {
        var refused = Assert.IsType<TokenOutcome.Refused>(await AskAsync(new Uri("https://collector.example.com")));

        Assert.Equal("ADMIN_URL_NOT_ALLOWED", refused.Code);
        Assert.Empty(_shopify.Requests);
    }

    private async Task<TokenOutcome> AskAsync(Uri? adminUrl = null)
    {
        using var grant = new ClientCredentialsGrant(Microsoft.Extensions.Options.Options.Create(_shopify.Options), _clock);
        return await grant.AskAsync(new ClientCredentials("Test store", adminUrl ?? new Uri(_shopify.Address, "demo-stores/one"), "client-1", Secret), Ct);
    }
}
