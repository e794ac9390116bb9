using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BulkPush.Tests.Shopify;

/// <summary>A real HTTP server on a loopback port that answers as told, one answer a request, and keeps what it was sent.</summary>
internal sealed class ScriptedShopify : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly WebApplication _server;
    private readonly List<IDisposable> _owned = [];

    private ScriptedShopify(WebApplication server) => _server = server;

    public ShopifyOptions Options { get; } = new() { AllowLoopback = true };

    public ImpatientClock Clock { get; } = new();

    public IReadOnlyList<Received> Requests => [.. _received];

    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public StoreConnection Connection => new(Guid.Parse("018f0000-0000-7000-8000-000000000001"), "Test store", Address, "shpat_secret");

    public static async Task<ScriptedShopify> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var shopify = new ScriptedShopify(builder.Build());
        shopify._server.Run(shopify.AnswerAsync);
        await shopify._server.StartAsync(cancellationToken);
        return shopify;
    }

    public HttpShopifyTransport Transport()
    {
        var transport = new HttpShopifyTransport(Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<HttpShopifyTransport>.Instance);
        _owned.Add(transport);
        return transport;
    }

    public ShopifyStoreClientFactory Clients()
    {
        var clients = new ShopifyStoreClientFactory(Transport(), Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLoggerFactory.Instance);
        _owned.Add(clients);
        return clients;
    }

    public ScriptedShopify Answers(string body, int status = 200, params (string Name, string Value)[] headers) => Does(async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(body, context.RequestAborted);
    });

    /// <summary>Answers with data and the bucket of a Standard store.</summary>
    public ScriptedShopify Data(string data, double requested = 10, double available = 1990) => Answers($$$"""
        {"data":{{{data}}},"extensions":{"cost":{"requestedQueryCost":{{{requested}}},"actualQueryCost":{{{requested}}},
        "throttleStatus":{"maximumAvailable":2000,"currentlyAvailable":{{{available}}},"restoreRate":100}} }}
        """);

    public ScriptedShopify Error(string code, string message = "Something.", string data = "") =>
        Answers($$$"""{ {{{data}}}"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{code}}}"} }]}""");

    public ScriptedShopify Does(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            owned.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // An answer may read the request once more, for what is lost here: the order and the files of a form.
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body);
        _received.Enqueue(new Received(
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            context.Request.HasFormContentType
                ? new JsonObject((await context.Request.ReadFormAsync(context.RequestAborted)).Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value.ToString())))
                : await reader.ReadToEndAsync(context.RequestAborted) is { Length: > 0 } json ? JsonNode.Parse(json)!.AsObject() : []));
        context.Request.Body.Position = 0;
        if (!_answers.TryDequeue(out var answer))
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return;
        }

        await answer(context);
    }

    internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, JsonObject Body)
    {
        public JsonObject Variables => Body["variables"]!.AsObject();

        public string Identifier => Variables["identifier"]!.ToJsonString();

        public JsonObject Input => Variables["input"]!.AsObject();
    }
}
