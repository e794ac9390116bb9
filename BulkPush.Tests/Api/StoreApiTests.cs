using System.Net;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Api;

public sealed class StoreApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Token = "shpat_0123456789abcdef";
    private const string Secret = "shpss_0123456789abcdef";

    [Fact]
    public async Task A_store_is_added_changed_and_read_and_its_token_never_comes_out()
    {
        var domain = $"api-{A.Number()}.myshopify.com";
        var created = (await app.Api.PostAsync("/api/stores", $$"""{"name":"North","domain":"{{domain}}","accessToken":"{{Token}}"}""")).ShouldBe(HttpStatusCode.Created);
        var address = created.Headers.Location!.OriginalString;

        var changed = (await app.Api.PutAsync(address, $$"""{"name":"Far north","domain":"{{domain}}","settings":{"ownsMedia":false} }""")).ShouldBe(HttpStatusCode.OK);
        var read = (await app.Api.GetAsync(address)).ShouldBe(HttpStatusCode.OK);
        var list = (await app.Api.GetAsync("/api/stores")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal($"/api/stores/{created.Value<Guid>("id")}", address);
        Assert.Equal("Far north", read.Value<string>("name"));
        Assert.False(read.Json["settings"]!["ownsMedia"]!.GetValue<bool>());
        Assert.Contains(list.Json.AsArray(), store => store!["domain"]!.GetValue<string>() == domain);
        Assert.All([created, changed, read, list], answer =>
        {
            Assert.DoesNotContain(Token, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"accessToken\":", answer.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_client_id_is_shown_and_its_secret_never_comes_out()
    {
        var domain = $"api-{A.Number()}.myshopify.com";
        var created = (await app.Api.PostAsync("/api/stores", $$"""{"name":"North","domain":"{{domain}}","clientId":"client-1","clientSecret":"{{Secret}}"}""")).ShouldBe(HttpStatusCode.Created);
        var address = created.Headers.Location!.OriginalString;

        var changed = (await app.Api.PutAsync(address, $$"""{"name":"Far north","domain":"{{domain}}"}""")).ShouldBe(HttpStatusCode.OK);
        var read = (await app.Api.GetAsync(address)).ShouldBe(HttpStatusCode.OK);

        Assert.All([created, changed, read], answer =>
        {
            Assert.Equal("clientCredentials", answer.Value<string>("credentialKind"));
            Assert.Equal("client-1", answer.Value<string>("clientId"));
            Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"clientSecret\":", answer.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Another_way_into_a_store_needs_its_own_secrets()
    {
        var domain = $"api-{A.Number()}.myshopify.com";
        var created = (await app.Api.PostAsync("/api/stores", $$"""{"name":"North","domain":"{{domain}}","accessToken":"{{Token}}"}""")).ShouldBe(HttpStatusCode.Created);

        var answer = await app.Api.PutAsync(created.Headers.Location!.OriginalString, $$"""{"name":"North","domain":"{{domain}}","credentialKind":"clientCredentials"}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["clientId", "clientSecret"], ApiAnswer.NamesOf(answer.Json["errors"]).Order());
    }

    [Fact]
    public async Task What_is_wrong_with_a_store_is_said_by_field()
    {
        var answer = await app.Api.PostAsync("/api/stores", """{"name":"","domain":"shop.example.com"}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["accessToken", "domain", "name"], ApiAnswer.NamesOf(answer.Json["errors"]).Order());
    }

    [Fact]
    public async Task A_store_outside_shopify_is_refused()
    {
        var answer = await app.Api.PostAsync("/api/stores", $$"""{"name":"X","domain":"x.myshopify.com","accessToken":"{{Token}}","adminUrl":"https://collector.example.com"}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["adminUrl"], ApiAnswer.NamesOf(answer.Json["errors"]));
    }

    [Fact]
    public async Task A_store_that_does_not_exist_is_not_found()
    {
        var address = $"/api/stores/{Guid.CreateVersion7()}";

        (await app.Api.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PutAsync(address, """{"name":"X","domain":"nowhere.myshopify.com"}""")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PostAsync($"{address}/check")).ShouldBeProblem(HttpStatusCode.NotFound);
    }
}
