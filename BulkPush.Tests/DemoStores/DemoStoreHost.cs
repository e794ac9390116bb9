using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Web.DemoStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BulkPush.Tests.DemoStores;

/// <summary>A real server on a free loopback port that serves nothing but demo stores.</summary>
internal sealed class DemoStoreHost : IAsyncDisposable
{
    public const string Token = "shpat_test";

    private readonly WebApplication _app;
    private readonly Answers _answers;

    private DemoStoreHost(WebApplication app, Answers answers)
    {
        (_app, _answers) = (app, answers);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>Called after each answer with the request's method and path: what a test does there falls between an effect and whoever learns of it.</summary>
    public Action<string, string> OnAnswered { set => _answers.OnAnswered = value; }

    /// <summary>Given a request's body, whether it takes effect and is never answered. None by default.</summary>
    public Func<string, bool> HoldsBack { set => _answers.HoldsBack = value; }

    /// <summary>Requests that have taken effect and wait in vain, or did until whoever sent them was gone.</summary>
    public int HeldBack => _answers.HeldBack;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DemoStoreHost> StartAsync(
        TimeProvider? clock = null, string? stateDirectory = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("DemoStores:Shops:0:Name", "alpha"),
            new("DemoStores:Shops:0:DisplayName", "Alpha Shop"),
            new("DemoStores:Shops:0:AccessToken", Token),
            new("DemoStores:StateDirectory", stateDirectory),
            .. settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)),
        ]);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddDemoStores(builder.Configuration);
        var app = builder.Build();
        var answers = new Answers();
        app.Use(async (http, next) =>
        {
            try
            {
                await answers.GiveAsync(http, next);
                answers.OnAnswered(http.Request.Method, http.Request.Path);
            }
            catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
            {
                http.Response.StatusCode = 599;
                await http.Response.WriteAsync(error.ToString());
            }
        });
        app.MapDemoStores();
        await app.StartAsync(Ct);
        return new DemoStoreHost(app, answers);
    }

    public Task<HttpResponseMessage> PostAsync(
        object body, string shop = "alpha", string? token = Token, string version = "2026-07")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/demo-stores/{shop}/admin/api/{version}/graphql.json") { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Add("X-Shopify-Access-Token", token);
        return Client.SendAsync(request, Ct);
    }

    /// <summary>Sends a document and answers the whole reply.</summary>
    public async Task<JsonNode> SendAsync(string query, object? variables = null, string shop = "alpha")
    {
        using var response = await PostAsync(new { query, variables }, shop);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<JsonNode> ControlAsync(string shop = "alpha") =>
        (await Client.GetFromJsonAsync<JsonNode>($"/demo-stores/{shop}/control", Ct))!;

    public async Task ConfigureAsync(object change, string shop = "alpha")
    {
        using var response = await Client.PutAsJsonAsync($"/demo-stores/{shop}/control", change, Ct);
        response.EnsureSuccessStatusCode();
    }

    public async Task ActAsync(object action, string shop = "alpha")
    {
        using var response = await Client.PostAsJsonAsync($"/demo-stores/{shop}/control", action, Ct);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Answers
    {
        private int _heldBack;

        public Action<string, string> OnAnswered { get; set; } = (_, _) => { };

        public Func<string, bool>? HoldsBack { get; set; }

        public int HeldBack => _heldBack;

        public async Task GiveAsync(HttpContext http, RequestDelegate next)
        {
            if (HoldsBack is not { } holdsBack || !holdsBack(await BodyAsync(http)))
            {
                await next(http);
                return;
            }

            http.Response.Body = new MemoryStream();
            await next(http);
            Interlocked.Increment(ref _heldBack);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        }

        private static async Task<string> BodyAsync(HttpContext http)
        {
            http.Request.EnableBuffering();
            using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
            var body = await reader.ReadToEndAsync(http.RequestAborted);
            http.Request.Body.Position = 0;
            return body;
        }
    }
}

/// <summary>Reads replies in one breath.</summary>
internal static class Replies
{
    /// <param name="path">Property names and list indexes, separated by dots.</param>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
            node = int.TryParse(step, out var index) ? node?[index] : node?[step];
        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static string Json(this JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
}
