using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BulkPush.Tests.Notifications;

/// <summary>A real server on a loopback port that takes webhooks and keeps them.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/hook";

    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    /// <summary>Answers a webhook, given how many came before it; 200 "thanks" unless a test says otherwise.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (http, _) => http.Response.WriteAsync("thanks", TestContext.Current.CancellationToken);

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var before = _received.Count;
        _received.Enqueue(new ReceivedWebhook(
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        await Answer(http, before);
    }
}

/// <summary>A webhook as it came in.</summary>
internal sealed record ReceivedWebhook(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string DeliveryId => Headers["BulkPush-Delivery"];

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Checks the signature as docs/notifications.md tells receivers to.</summary>
    /// <returns>When it says that it was signed.</returns>
    public DateTimeOffset SignedWith(string secret)
    {
        var parts = Headers["BulkPush-Signature"].Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{Body}"));
        Assert.Equal(Convert.ToHexStringLower(expected), parts["v1"]);
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["t"], CultureInfo.InvariantCulture));
    }
}
