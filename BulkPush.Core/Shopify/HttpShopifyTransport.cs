using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>GraphQL over pooled HTTP connections. Logs neither tokens nor payloads.</summary>
internal sealed class HttpShopifyTransport : IShopifyTransport, IDisposable
{
    private const string TokenHeader = "X-Shopify-Access-Token";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly TimeProvider _clock;
    private readonly ShopifyExchange _exchange;
    private readonly HttpClient _http;

    public HttpShopifyTransport(IOptions<ShopifyOptions> options, TimeProvider clock, ILogger<HttpShopifyTransport> logger)
    {
        _clock = clock;
        _exchange = new ShopifyExchange(options.Value, clock, logger);
        _http = ShopifyHttp.Client(_exchange.Connections, options.Value);
    }

    public Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken) =>
        _exchange.ReplyAsync(endpoint, request, stop => AskAsync(endpoint, request, stop), cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _exchange.Dispose();
    }

    private async Task<ShopifyAnswer> AskAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = Body(request) };
        message.Headers.TryAddWithoutValidation(TokenHeader, endpoint.AccessToken);
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ShopifyAnswer.ReadAsync(response, _clock, cancellationToken);
    }

    private static ReadOnlyMemoryContent Body(ShopifyRequest request) => new(ShopifyJson.Object(writer =>
    {
        writer.WriteString("query", request.Query);
        writer.WriteString("operationName", request.OperationName);
        writer.WritePropertyName("variables");
        writer.WriteRawValue(request.Variables.Span, skipInputValidation: true);
    }))
    {
        Headers = { ContentType = Json },
    };
}
