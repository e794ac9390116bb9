using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Shopify;

/// <summary>What a check of a store reports.</summary>
public sealed class ShopifyStoreProbeTests : IAsyncLifetime
{
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task A_probe_reports_the_shop_and_every_page_of_its_locations()
    {
        _shopify
            .Answers(
                """
                {"data":{"shop":{"name":"Demo","currencyCode":"EUR","plan":{"publicDisplayName":"Plus"}},"currentAppInstallation":{"accessScopes":[{"handle":"write_products"},{"handle":"read_locations"}]}},
                "extensions":{"cost":{"requestedQueryCost":4,"actualQueryCost":4,"throttleStatus":{"maximumAvailable":20000,"currentlyAvailable":19996,"restoreRate":1000}}}}
                """,
                200,
                ("X-Shopify-API-Version", "2026-07"))
            .Data(Locations("1", next: "\"page2\""))
            .Data(Locations("2", next: "null"));

        var check = await ProbeAsync();

        Assert.True(check.IsReady, string.Join(' ', check.Problems));
        Assert.Equal(("Demo", "EUR", "Plus", "2026-07"), (check.ShopName, check.CurrencyCode, check.PlanName, check.ServedApiVersion));
        Assert.Equal((1000d, 20000d), (check.RestoreRate, check.MaximumAvailable));
        Assert.Equal([new StoreLocation("1", "Place 1", true), new StoreLocation("2", "Place 2", true)], check.Locations);
        Assert.Equal("page2", _shopify.Requests[2].Variables["after"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_probe_names_missing_scopes()
    {
        _shopify.Answers(
            """{"data":{"shop":{"name":"Demo","currencyCode":"EUR","plan":null},"currentAppInstallation":{"accessScopes":[{"handle":"read_products"}]}}}""",
            200,
            ("X-Shopify-API-Version", "2026-07"));

        var check = await ProbeAsync();

        Assert.Equal(2, check.Problems.Count);
        Assert.Contains(check.Problems, problem => problem.Contains("write_products", StringComparison.Ordinal));
        Assert.Contains(check.Problems, problem => problem.Contains("read_locations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_probe_turns_faults_into_problems()
    {
        _shopify.Answers("""{"errors":"Not Found"}""", 404);

        Assert.Contains("There is no Shopify store", Assert.Single((await ProbeAsync()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_that_gets_half_an_answer_says_why()
    {
        _shopify.Error("SERVICE_UNAVAILABLE", "The shop is being moved.", "\"data\":{\"shop\":null,\"currentAppInstallation\":null},");

        Assert.StartsWith("The shop is being moved. ", Assert.Single((await ProbeAsync()).Problems), StringComparison.Ordinal);
    }

    private static string Locations(string id, string next) => $$$"""
        {"locations":{"nodes":[{"id":"{{{id}}}","name":"Place {{{id}}}","isActive":true}],"pageInfo":{"hasNextPage":{{{(next == "null" ? "false" : "true")}}},"endCursor":{{{next}}} } }}
        """;

    private async Task<StoreCheck> ProbeAsync()
    {
        using var clients = _shopify.Clients();
        return await new ShopifyStoreProbe(clients, _shopify.Clock).ProbeAsync(_shopify.Connection, Ct);
    }
}
