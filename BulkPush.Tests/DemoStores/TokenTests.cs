using System.Net;
using System.Text.Json.Nodes;
using BulkPush.Tests.Components;

namespace BulkPush.Tests.DemoStores;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private DemoStoreHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DemoStoreHost.StartAsync(
        _clock,
        settings: [("DemoStores:Shops:0:ClientId", "app"), ("DemoStores:Shops:0:ClientSecret", "shpss_secret"), ("DemoStores:Shops:0:Scopes:0", "read_products"), ("DemoStores:Shops:0:Scopes:1", "write_products")]);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_token_is_given_out_in_the_documented_form()
    {
        using var response = await AskAsync();
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!;

        var documented = SharedFacts.Capture("95-quoted-client-credentials-token").At("response.body")!.AsObject();
        Assert.Equal(documented.Select(p => p.Key), body.AsObject().Select(p => p.Key));
        Assert.Equal((documented["scope"].Json(), documented["expires_in"].Json()), (body["scope"].Json(), body["expires_in"].Json()));
    }

    [Fact]
    public async Task Several_tokens_are_valid_at_once_until_each_of_them_expires()
    {
        var first = await TokenAsync();
        _clock.Advance(TimeSpan.FromHours(12));
        var second = await TokenAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(first), await UseAsync(second)));
        _clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await UseAsync(first), await UseAsync(second)));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(DemoStoreHost.Token));
        Assert.Equal(2, (await _host.ControlAsync()).At("requests.tokensIssued")!.GetValue<int>());
    }

    [Fact]
    public async Task The_life_of_a_token_can_be_set_and_ended()
    {
        await _host.ConfigureAsync(new { tokenLifetimeSeconds = 60 });
        var token = await TokenAsync();

        Assert.Equal(HttpStatusCode.OK, await UseAsync(token));
        await _host.ActAsync(new { action = "revokeTokens" });
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(token));
    }

    [Theory]
    [InlineData("installed", "wrong", "invalid_client")]
    [InlineData("notInstalled", "shpss_secret", "app_not_installed")]
    [InlineData("notPermitted", "shpss_secret", "shop_not_permitted")]
    public async Task A_token_is_refused_as_a_page_or_as_json(string access, string secret, string code)
    {
        await _host.ConfigureAsync(new { appAccess = access });

        using var page = await AskAsync(secret);
        using var json = await AskAsync(secret, accept: "application/json");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (page.StatusCode, json.StatusCode));
        Assert.Contains($"Oauth error {code}: ", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(code, JsonNode.Parse(await json.Content.ReadAsStringAsync(Ct)).Text("error"));
    }

    [Fact]
    public async Task An_unavailable_token_endpoint_answers_503_and_leaves_other_requests_alone()
    {
        await _host.ConfigureAsync(new { faults = new { tokenUnavailable = new { count = 1 } } });

        Assert.Equal(HttpStatusCode.OK, await UseAsync(DemoStoreHost.Token));
        using var refused = await AskAsync();
        using var given = await AskAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, given.StatusCode));
    }

    private async Task<HttpResponseMessage> AskAsync(string secret = "shpss_secret", string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/demo-stores/alpha/admin/oauth/access_token");
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "app"), new("client_secret", secret)]);
        if (accept is not null) request.Headers.Add("Accept", accept);
        return await _host.Client.SendAsync(request, Ct);
    }

    private async Task<string> TokenAsync()
    {
        using var response = await AskAsync();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct)).Text("access_token")!;
    }

    private async Task<HttpStatusCode> UseAsync(string token)
    {
        using var response = await _host.PostAsync(new { query = "{ shop { name } }" }, token: token);
        return response.StatusCode;
    }
}
