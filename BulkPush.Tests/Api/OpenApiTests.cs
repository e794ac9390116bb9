using System.Net;

namespace BulkPush.Tests.Api;

public sealed class OpenApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Fact]
    public async Task Every_operation_says_what_it_does_and_what_it_asks_for()
    {
        var document = (await app.Anonymous().GetAsync("/openapi/v1.json")).ShouldBe(HttpStatusCode.OK).Json;

        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, call) => (path.Key, Call: call.Value!)).ToList();
        Assert.Equal(37, operations.Count);
        Assert.All(operations, operation =>
        {
            Assert.StartsWith("/api/", operation.Key, StringComparison.Ordinal);
            Assert.NotEmpty((string)operation.Call["summary"]!);
            Assert.NotEmpty((string)operation.Call["operationId"]!);
            Assert.Contains("Permission:", (string)operation.Call["description"]!, StringComparison.Ordinal);
            Assert.NotNull(operation.Call["security"]![0]!["bearer"]);
            Assert.NotNull(operation.Call["responses"]!["401"]);
        });
    }

    [Fact]
    public async Task Parameters_list_the_values_they_take()
    {
        var document = (await app.Anonymous().GetAsync("/openapi/v1.json")).Json;

        var status = document["paths"]!["/api/products/bulk-push"]!["get"]!["parameters"]!.AsArray().Single(p => (string?)p!["name"] == "status");

        Assert.Equal(["pending", "running", "paused", "completed", "failed", "cancelled"], status!["schema"]!["enum"]!.AsArray().Select(v => (string)v!));
    }

    [Fact]
    public async Task The_reader_loads_nothing_from_elsewhere()
    {
        var page = (await app.Anonymous().GetAsync("/scalar/")).ShouldBe(HttpStatusCode.OK).Text;

        Assert.DoesNotContain("//", page.Replace("<!--", "", StringComparison.Ordinal), StringComparison.Ordinal);
        (await app.Anonymous().GetAsync("/scalar/scalar.js")).ShouldBe(HttpStatusCode.OK);
    }
}
