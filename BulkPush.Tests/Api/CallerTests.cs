using System.Net;
using BulkPush.Core.Security;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Api;

/// <summary>Who is let in, and how a refusal reads.</summary>
public sealed class CallerTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Push = "/api/products/bulk-push";
    private const string NoOneElsesId = "018f0000-0000-7000-8000-000000000000";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Calls => new()
    {
        { "POST", Push, Permissions.ProductsPush },
        { "GET", Push, Permissions.ProductsView },
        { "GET", $"{Push}/{NoOneElsesId}", Permissions.ProductsView },
        { "POST", $"{Push}/{NoOneElsesId}/cancel", Permissions.ProductsPush },
        { "GET", $"{Push}/{NoOneElsesId}/items", Permissions.ProductsView },
        { "GET", $"{Push}/{NoOneElsesId}/items.csv", Permissions.ProductsView },
        { "GET", "/api/products", Permissions.ProductsView },
        { "GET", "/api/products/1", Permissions.ProductsView },
        { "PUT", "/api/products/1", Permissions.ProductsEdit },
        { "POST", "/api/products/import", Permissions.ProductsEdit },
        { "PUT", "/api/products/channels", Permissions.ProductsEdit },
        { "GET", "/api/stores", Permissions.StoresManage },
        { "POST", "/api/stores", Permissions.StoresManage },
        { "GET", $"/api/stores/{NoOneElsesId}", Permissions.StoresManage },
        { "PUT", $"/api/stores/{NoOneElsesId}", Permissions.StoresManage },
        { "POST", $"/api/stores/{NoOneElsesId}/check", Permissions.StoresManage },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Without_a_token_a_call_is_refused_with_a_challenge(string method, string address, string permission)
    {
        Assert.NotEmpty(permission);
        var answer = await app.Anonymous().SendAsync(new HttpMethod(method), address, ContentFor(method, address));

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task Without_the_permission_a_call_is_refused_and_told_which_one_it_needs(string method, string address, string permission)
    {
        var caller = await app.CallerWithAsync([.. Permissions.All.Where(p => p != permission)]);

        var answer = await caller.SendAsync(new HttpMethod(method), address, ContentFor(method, address));

        Assert.Contains($"'{permission}'", answer.ShouldBeProblem(HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task The_permission_alone_is_enough(string method, string address, string permission)
    {
        var caller = await app.CallerWithAsync(permission);

        var answer = await caller.SendAsync(new HttpMethod(method), address, ContentFor(method, address));

        Assert.DoesNotContain(answer.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.InternalServerError });
    }

    [Theory]
    [InlineData("Bearer not-a-token-of-ours")]
    [InlineData("Bearer")]
    [InlineData("Basic c2FtOnNlY3JldA==")]
    public async Task An_unknown_token_is_refused(string header)
    {
        var answer = await app.Anonymous().GetAsync("/api/products", ("Authorization", header));

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_from_the_next_call_on()
    {
        var tokens = app.Services.GetRequiredService<ApiTokenService>();
        var token = await tokens.CreateAsync("to be revoked", Permissions.All, "sam", Ct);
        var caller = app.ClientWith(token.Text);
        (await caller.GetAsync("/api/products")).ShouldBe(HttpStatusCode.OK);

        await tokens.RevokeAsync(token.Id, "sam", Ct);

        var answer = await caller.GetAsync("/api/products");
        answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_who_is_signed_in_may_read()
    {
        (await (await app.SignedInAsync(Permissions.ProductsView)).GetAsync("/api/products")).ShouldBe(HttpStatusCode.OK);
        (await (await app.SignedInAsync(Permissions.ProductsView)).GetAsync("/api/stores")).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.NotFound)]
    public async Task A_change_on_the_strength_of_the_cookie_must_come_from_our_own_pages(string? origin, HttpStatusCode expected)
    {
        var browser = await app.SignedInAsync(Permissions.ProductsPush);

        var answer = await browser.PostAsync($"{Push}/{NoOneElsesId}/cancel", null, origin is null ? [] : [("Origin", origin)]);

        var detail = answer.ShouldBeProblem(expected);
        if (expected == HttpStatusCode.Forbidden)
            Assert.Contains("cookie", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("push.example.com:8080", "https://push.example.com", HttpStatusCode.Forbidden)]
    [InlineData("push.example.com:8080", "http://push.example.com:8080", HttpStatusCode.NotFound)]
    [InlineData("push.example.com", "https://push.example.com", HttpStatusCode.NotFound)]
    public async Task Another_port_of_the_same_machine_is_not_our_pages(string host, string origin, HttpStatusCode expected)
    {
        var browser = await app.SignedInAsync(Permissions.ProductsPush);

        (await browser.PostAsync($"{Push}/{NoOneElsesId}/cancel", null, ("Host", host), ("Origin", origin))).ShouldBeProblem(expected);
    }

    [Fact]
    public async Task A_bearer_token_may_come_from_anywhere() =>
        (await app.Api.PostAsync($"{Push}/{NoOneElsesId}/cancel", null, ("Origin", "https://elsewhere.example"))).ShouldBeProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task Health_and_the_description_need_no_token()
    {
        foreach (var address in new[] { "/health/live", "/health/ready", "/openapi/v1.json", "/scalar/" })
            (await app.Anonymous().GetAsync(address)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Metrics_from_another_machine_need_a_token()
    {
        (await app.Anonymous().GetAsync("/metrics")).ShouldBeProblem(HttpStatusCode.Unauthorized);

        Assert.Contains("# TYPE", (await app.Api.GetAsync("/metrics")).ShouldBe(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    private static StringContent? ContentFor(string method, string address) => method == "GET" ? null
        : address.EndsWith("/import", StringComparison.Ordinal) ? ApiClient.Csv("Handle,Title\n")
        : new StringContent("""{"strategy":"none"}""", System.Text.Encoding.UTF8, "application/json");
}
