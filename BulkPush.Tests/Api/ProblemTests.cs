using System.Net;
using System.Text;
using BulkPush.Tests.Support;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace BulkPush.Tests.Api;

/// <summary>Every error is a problem in JSON, whatever the caller says it accepts.</summary>
public sealed class ProblemTests(ApiApp app) : IClassFixture<ApiApp>
{
    private static readonly (string, string) AcceptsPages = ("Accept", "text/html");

    [Theory]
    [InlineData("{\"dryRun\":tru}", "$.dryRun")]
    [InlineData("{\"dryRunn\":true}", "'dryRunn' is not known here")]
    [InlineData("{\"storeIds\":[\"x\"]}", "$.storeIds[0]")]
    [InlineData("{\"productIds\":[\"1\"]}", "$.productIds[0]")]
    [InlineData("[]", "$")]
    public async Task Wrong_json_is_answered_with_its_place(string body, string expected)
    {
        var answer = await app.Api.PostAsync("/api/products/bulk-push", body, AcceptsPages);

        ShouldPointTo(expected, answer);
    }

    [Theory]
    [InlineData("""{"title":"x","handle":"x","tags":null}""", "$.tags")]
    [InlineData("""{"title":"x","handle":"x","tags":["a",null]}""", "$.tags")]
    [InlineData("""{"title":"x","handle":"x","vendor":null}""", "$.vendor")]
    [InlineData("""{"title":null,"handle":"x"}""", "$.title")]
    [InlineData("""{"title":"x","handle":"x","variants":null}""", "$.variants")]
    [InlineData("""{"title":"x","handle":"x","variants":[null]}""", "$.variants")]
    [InlineData("""{"title":"x","handle":"x","variants":[{"price":1,"optionValues":null}]}""", "$.variants[0].optionValues")]
    [InlineData("""{"title":"x","handle":"x","variants":[{"price":1,"optionValues":[null]}]}""", "$.variants[0].optionValues")]
    [InlineData("""{"title":"x","handle":"x","images":[{"altText":"A lamp"}]}""", "'src'")]
    [InlineData("""{"title":"x","handle":"x","images":[{"src":null}]}""", "$.images[0]")]
    [InlineData("""{"title":"x","handle":"x","metafields":[{"namespace":"a","key":"b","type":"c"}]}""", "'value'")]
    [InlineData("null", "body")]
    public async Task A_product_with_something_missing_is_answered_with_its_place(string body, string expected) =>
        ShouldPointTo(expected, await app.Api.PutAsync("/api/products/1", body, ("If-Match", "\"1\"")));

    [Theory]
    [InlineData("""{"name":"X","domain":"x.myshopify.com","accessToken":"shpat_x","settings":null}""", "$.settings")]
    [InlineData("""{"name":null,"domain":"x.myshopify.com","accessToken":"shpat_x"}""", "$.name")]
    [InlineData("""{"domain":"x.myshopify.com","accessToken":"shpat_x"}""", "'name'")]
    public async Task A_store_with_something_missing_is_answered_with_its_place(string body, string expected) =>
        ShouldPointTo(expected, await app.Api.PostAsync("/api/stores", body));

    [Theory]
    [InlineData("/api/products?status=bogus", "'status'")]
    [InlineData("/api/products?status=1", "'status'")]
    [InlineData("/api/products?storeId=north", "'storeId'")]
    [InlineData("/api/products/bulk-push?status=done", "'status'")]
    public async Task A_wrong_parameter_is_named(string address, string expected) =>
        Assert.Contains(expected, (await app.Api.GetAsync(address, AcceptsPages)).ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/products?page=0", "page must be between 1 and 1000000.")]
    [InlineData("/api/products?pageSize=251", "pageSize must be between 1 and 250.")]
    [InlineData("/api/products?page=0&pageSize=0", "page must be between 1 and 1000000. pageSize must be between 1 and 250.")]
    [InlineData("/api/products/bulk-push?page=0", "page must be between 1 and 1000000.")]
    [InlineData("/api/products/bulk-push?pageSize=100000", "pageSize must be between 1 and 250.")]
    public async Task A_page_out_of_range_is_told_the_range(string address, string expected) =>
        Assert.Equal(expected, (await app.Api.GetAsync(address)).ShouldBeProblem(HttpStatusCode.BadRequest));

    [Fact]
    public async Task An_unknown_address_is_not_found_with_and_without_a_token()
    {
        (await app.Api.GetAsync("/api/nothing/here", AcceptsPages)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Anonymous().GetAsync("/api/nothing/here", AcceptsPages)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.GetAsync("/api/products/bulk-push/not-an-id", AcceptsPages)).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("DELETE", "/api/products", "GET")]
    [InlineData("DELETE", "/api/products/1", "GET, PUT")]
    [InlineData("DELETE", "/api/products/bulk-push", "GET, POST")]
    [InlineData("GET", "/api/products/channels", "PUT")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string address, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await app.Api.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/api/products/bulk-push", "application/json")]
    [InlineData("/api/products/import", "text/csv")]
    public async Task A_wrong_content_type_is_told_the_right_one(string address, string expected)
    {
        using var content = new StringContent("x", Encoding.UTF8, "application/x-www-form-urlencoded");

        var answer = await app.Api.SendAsync(HttpMethod.Post, address, content, AcceptsPages);

        Assert.Contains(expected, answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_wrong_request_is_no_error_of_ours_in_the_log(string environment)
    {
        using var log = new RecordedLog();
        await using var process = app.Start(("environment", environment)).WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton<ILoggerFactory>(log)));
        var client = ApiApp.ClientOf(process, ApiApp.BootstrapToken);

        (await client.PostAsync("/api/products/bulk-push", "{\"dryRun\":tru}")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await client.PostAsync("/api/schedules", "{}")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await client.GetAsync("/api/products?page=x")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.NotEmpty(log.All);
        Assert.Empty(log.Errors);
        Assert.DoesNotContain(log.Warnings, text => text.Contains("Exception", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_fault_of_ours_is_a_problem_that_gives_nothing_away(string environment)
    {
        await using var broken = app.Start(("environment", environment), ("BulkPush:Roles", "web"));
        var client = ApiApp.ClientOf(broken, ApiApp.BootstrapToken);
        await broken.Services.GetRequiredService<NpgsqlDataSource>().DisposeAsync();

        var answer = await client.GetAsync("/api/products", AcceptsPages);

        answer.ShouldBeProblem(HttpStatusCode.InternalServerError);
        Assert.NotEmpty(answer.Value<string>("traceId"));
        Assert.DoesNotContain("Npgsql", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_apart_from_our_faults()
    {
        const int Connections = 4;
        await using var busy = app.Start(("ConnectionStrings:BulkPush", $"{app.ConnectionString};Maximum Pool Size={Connections};Timeout=1"));
        var client = ApiApp.ClientOf(busy, ApiApp.BootstrapToken);
        (await client.GetAsync("/api/products")).ShouldBe(HttpStatusCode.OK);
        var database = busy.Services.GetRequiredService<NpgsqlDataSource>();
        var taken = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => database.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask()));

        var answer = await client.GetAsync("/api/products");

        Assert.Contains("The database cannot be reached", answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
        foreach (var connection in taken)
            await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_lost_against_another_one_is_told_to_try_again()
    {
        var deadlock = new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected);
        var context = new DefaultHttpContext { RequestServices = app.Services, Request = { Path = "/api/products/1" } };

        var wasHandled = await new ApiExceptions(NullLogger<ApiExceptions>.Instance)
            .TryHandleAsync(context, new InvalidOperationException("", new DbUpdateException("", deadlock)), TestContext.Current.CancellationToken);

        Assert.True(wasHandled);
        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "5"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task A_process_without_its_database_lives_but_is_not_ready()
    {
        await using var broken = app.Start();
        var client = ApiApp.ClientOf(broken, ApiApp.BootstrapToken);
        await broken.Services.GetRequiredService<NpgsqlDataSource>().DisposeAsync();

        (await client.GetAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_caller_who_calls_too_often_is_told_how_long_to_wait()
    {
        await using var strict = app.Start(("Api:RequestsPerMinute", "2"));
        var caller = ApiApp.ClientOf(strict, ApiApp.BootstrapToken);
        (await caller.GetAsync("/api/products")).ShouldBe(HttpStatusCode.OK);
        (await caller.GetAsync("/api/products")).ShouldBe(HttpStatusCode.OK);

        var answer = await caller.GetAsync("/api/products", AcceptsPages);

        answer.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    private static void ShouldPointTo(string expected, ApiAnswer answer)
    {
        var detail = answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("BulkPush.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("nullability", detail, StringComparison.Ordinal);
    }
}
