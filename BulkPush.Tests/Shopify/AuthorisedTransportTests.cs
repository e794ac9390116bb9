using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Shopify;

/// <summary>Calls to a store that refuses tokens and changes its API version, with the store kept in a real database.</summary>
public sealed class AuthorisedTransportTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const string Refusal = """{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""";

    private readonly StoreServiceScenario _scenario = new(postgres, allowLoopback: true);
    private readonly RecordedLog _log = new();
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<string> TokensSent => _shopify.Requests.Select(request => request.Headers["X-Shopify-Access-Token"]);

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _shopify.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_is_refused_once_is_replaced_within_the_same_call()
    {
        var store = await StoreAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));
        _shopify.Answers(Refusal, 401).Data("""{"shop":{"name":"Demo"}}""");

        var call = Assert.IsType<ShopifyCall.Answered>(await CallAsync(await CallerAsync(store)));

        Assert.Equal(1, call.Attempts);
        Assert.Equal(["shpat_granted_1", "shpat_granted_2"], TokensSent);
        Assert.Equal(_shopify.Requests[0].Body.ToJsonString(), _shopify.Requests[1].Body.ToJsonString());
    }

    [Fact]
    public async Task A_second_refusal_stops_the_store()
    {
        var store = await StoreAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));
        _shopify.Answers(Refusal, 401).Answers(Refusal, 401);

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(async () => await CallAsync(await CallerAsync(store)));

        Assert.Equal("SHOPIFY_UNAUTHORIZED", stop.Code);
        Assert.Contains("enter its present credentials on the Stores page", stop.Message, StringComparison.Ordinal);
        Assert.Equal(2, _shopify.Requests.Count);
    }

    [Fact]
    public async Task A_permanent_token_that_is_refused_stops_the_store_at_once()
    {
        var store = await StoreAsync(StoreServiceScenario.Edit(token: "shpat_own"));
        _shopify.Answers(Refusal, 401);

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(async () => await CallAsync(await CallerAsync(store)));

        Assert.Equal("SHOPIFY_UNAUTHORIZED", stop.Code);
        Assert.Equal(["shpat_own"], TokensSent);
    }

    [Fact]
    public async Task A_store_that_grants_no_token_is_sent_nothing_and_stops_with_the_reason()
    {
        var store = await StoreAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));
        _scenario.Grant.Answers(new TokenOutcome.Refused("APP_NOT_INSTALLED", "Install the app."));

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(async () => await CallAsync(await CallerAsync(store)));

        Assert.Equal(("APP_NOT_INSTALLED", "Install the app."), (stop.Code, stop.Message));
        Assert.Empty(_shopify.Requests);
    }

    [Fact]
    public async Task A_token_that_is_not_to_be_had_this_time_is_asked_for_again_like_any_other_attempt()
    {
        var store = await StoreAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));
        _scenario.Grant.Answers(new TokenOutcome.Unavailable("Shopify answered the request for a token with HTTP 429", TimeSpan.FromSeconds(7)));
        _shopify.Data("""{"shop":{"name":"Demo"}}""");

        Assert.Equal(2, Assert.IsType<ShopifyCall.Answered>(await CallAsync(await CallerAsync(store))).Attempts);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_shopify.Clock.Waits));
    }

    [Fact]
    public async Task A_token_that_is_never_to_be_had_gives_the_call_up()
    {
        var store = await StoreAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));
        for (var attempt = 0; attempt < _shopify.Options.MaxAttempts; attempt++)
            _scenario.Grant.Answers(new TokenOutcome.Unavailable("127.0.0.1 could not be reached for a token (ConnectionRefused)", null));

        var call = Assert.IsType<ShopifyCall.Unavailable>(await CallAsync(await CallerAsync(store)));

        Assert.Equal("127.0.0.1 could not be reached for a token (ConnectionRefused)", call.Message);
        Assert.Empty(_shopify.Requests);
    }

    [Fact]
    public async Task The_version_that_serves_is_kept_once_and_since_when()
    {
        var store = await StoreAsync(StoreServiceScenario.Edit());
        var caller = await CallerAsync(store);
        Serve("2026-07", "2026-07", "2026-10");

        await CallAsync(caller);
        var first = await VersionAsync(store);
        await CallAsync(caller);
        var second = await VersionAsync(store);
        await CallAsync(caller);

        Assert.Equal(("2026-07", "2026-07"), (first!.Asked, first.Served));
        Assert.Equal(first, second);
        var third = (await VersionAsync(store))!;
        Assert.Equal(("2026-07", "2026-10"), (third.Asked, third.Served));
        Assert.Equal(new DateOnly(2027, 10, 1), third.SupportedUntil);
    }

    [Fact]
    public async Task Another_client_that_sees_the_same_version_writes_nothing()
    {
        var store = await StoreAsync(StoreServiceScenario.Edit());
        Serve("2026-07", "2026-07");
        await CallAsync(await CallerAsync(store));
        var before = await RowVersionAsync(store);

        await CallAsync(await CallerAsync(store));

        Assert.Equal(before, await RowVersionAsync(store));
    }

    [Fact]
    public async Task A_version_that_falls_forward_is_logged_once_for_each_store()
    {
        var (north, south) = (await StoreAsync(StoreServiceScenario.Edit() with { Name = "North" }), await StoreAsync(StoreServiceScenario.Edit() with { Name = "South" }));
        Serve("2027-01", "2027-01", "2027-01");
        using var clients = Clients();

        await CallAsync(await CallerAsync(north, clients));
        await CallAsync(await CallerAsync(north, clients));
        await CallAsync(await CallerAsync(south, clients));

        Assert.Equal(
            ["North answers with API version 2027-01 although 2026-07 was asked for.", "South answers with API version 2027-01 although 2026-07 was asked for."],
            _log.Warnings.Select(text => text[..(text.IndexOf('.', StringComparison.Ordinal) + 1)]));
    }

    [Fact]
    public async Task A_version_near_its_end_is_logged_once()
    {
        _shopify.Options.ApiVersion = "1969-01"; // the test's clock stands at the beginning of 1970
        var store = await StoreAsync(StoreServiceScenario.Edit() with { Name = "North" });
        Serve("1969-01", "1969-01");
        using var clients = Clients();

        await CallAsync(await CallerAsync(store, clients));
        await CallAsync(await CallerAsync(store, clients));

        Assert.StartsWith("API version 1969-01, which serves North, may be retired from", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_current_version_and_a_reply_that_names_none_are_not_logged()
    {
        var store = await StoreAsync(StoreServiceScenario.Edit());
        Serve("2026-07");
        _shopify.Data("{}");
        using var clients = Clients();
        var caller = await CallerAsync(store, clients);

        await CallAsync(caller);
        await CallAsync(caller);

        Assert.Empty(_log.Warnings);
        Assert.Equal("2026-07", (await VersionAsync(store))!.Served);
    }

    private void Serve(params string[] versions)
    {
        foreach (var version in versions)
            _shopify.Answers(new JsonObject { ["data"] = new JsonObject() }.ToJsonString(), 200, ("X-Shopify-API-Version", version));
    }

    private Task<StoreSummary> StoreAsync(StoreEdit edit) => _scenario.CreateAsync(edit with { AdminUrl = _shopify.Address.ToString() });

    private ShopifyStoreClientFactory Clients() =>
        new(_shopify.Transport(), Microsoft.Extensions.Options.Options.Create(_shopify.Options), _shopify.Clock, _log);

    private async Task<ShopifyCaller> CallerAsync(StoreSummary store, ShopifyStoreClientFactory? clients = null)
    {
        var connection = (await _scenario.Service.ConnectAsync(store.Id, Ct))!;
        return (clients ?? _shopify.Clients()).CallerFor(connection, _shopify.Options.MaxAttempts);
    }

    private static Task<ShopifyCall> CallAsync(ShopifyCaller caller) =>
        caller.CallAsync(new ShopifyRequest("Ask", "query Ask { shop { name } }", "{}"u8.ToArray()), 1, Ct);

    private async Task<StoreApiVersion?> VersionAsync(StoreSummary store) => (await _scenario.Service.FindAsync(store.Id, Ct))!.ApiVersion;

    /// <summary>PostgreSQL's own mark of the row's last write.</summary>
    private async Task<string> RowVersionAsync(StoreSummary store)
    {
        await using var db = postgres.CreateContext();
        return await db.Database.SqlQuery<string>($"select xmin::text as \"Value\" from stores where id = {store.Id}").SingleAsync(Ct);
    }
}
