using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BulkPush.Tests.Api;

/// <summary>Calls the API the way a program would: text in, status and JSON out.</summary>
public sealed class ApiClient(HttpClient http)
{
    public HttpClient Http => http;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<ApiAnswer> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    public Task<ApiAnswer> PostAsync(string address, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, address, Json(json), headers);

    public Task<ApiAnswer> PutAsync(string address, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, address, Json(json), headers);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string address, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await http.SendAsync(request, Ct);
        return new ApiAnswer(
            response.StatusCode, response.Content.Headers.ContentType, response.Headers, await response.Content.ReadAsStringAsync(Ct));
    }

    public static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");

    private static StringContent? Json(string? text) => text is null ? null : new StringContent(text, Encoding.UTF8, "application/json");
}

/// <summary>What the API answered.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, MediaTypeHeaderValue? ContentType, HttpResponseHeaders Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The value of a property of the answer's object.</summary>
    public T Value<T>(string name) => Json[name]!.GetValue<T>();

    /// <summary>Names of the properties of an object, in the order of the text.</summary>
    public static IEnumerable<string> NamesOf(JsonNode? node) => node!.AsObject().Select(p => p.Key);

    public ApiAnswer ShouldBe(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        return this;
    }

    /// <summary>Checks that this is a problem with a sentence for people, and gives the sentence.</summary>
    public string ShouldBeProblem(HttpStatusCode status)
    {
        ShouldBe(status);
        Assert.Equal("application/problem+json", ContentType?.MediaType);
        Assert.Equal((int)status, Value<int>("status"));
        return (string?)Json["detail"] ?? "";
    }
}
