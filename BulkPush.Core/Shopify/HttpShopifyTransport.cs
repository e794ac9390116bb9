using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>GraphQL over pooled HTTP connections. Logs neither tokens nor payloads.</summary>
internal sealed partial class HttpShopifyTransport : IShopifyTransport, IDisposable
{
    private const string TokenHeader = "X-Shopify-Access-Token";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly ILogger<HttpShopifyTransport> _logger;

    public HttpShopifyTransport(IOptions<ShopifyOptions> options, TimeProvider clock, ILogger<HttpShopifyTransport> logger)
    {
        _clock = clock;
        _logger = logger;

        _handler = ShopifyHttp.Handler(options.Value);
        _http = ShopifyHttp.Client(_handler, options.Value);
    }

    public async Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
    {
        var startedAt = _clock.GetTimestamp();
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = Body(request) };
        message.Headers.TryAddWithoutValidation(TokenHeader, endpoint.AccessToken);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var requestId = Header(response, "X-Request-Id");
            var reply = response.StatusCode == HttpStatusCode.OK
                ? Parse(body, requestId, Header(response, "X-Shopify-API-Version"))
                : throw Refused(response, body, requestId);
            if (_logger.IsEnabled(LogLevel.Debug))
            {
                var elapsed = _clock.GetElapsedTime(startedAt);
                Log.Answered(_logger, request.OperationName, endpoint.Url.Host, elapsed, requestId, reply.Cost?.Requested, reply.Cost?.CurrentlyAvailable);
            }

            return reply;
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShopifyTransportException(ShopifyFault.Timeout, $"{endpoint.Url.Host} did not answer within {_http.Timeout.TotalSeconds:0} s", timeout);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ShopifyTransportException(ShopifyFault.Network, $"{endpoint.Url.Host} could not be reached ({ShopifyHttp.Reason(unreachable)})", unreachable);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
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

    private static ShopifyReply Parse(byte[] body, string? requestId, string? apiVersion)
    {
        try
        {
            return ShopifyReplyParser.Parse(body, (int)HttpStatusCode.OK, requestId, apiVersion);
        }
        catch (JsonException unreadable)
        {
            throw new ShopifyTransportException(ShopifyFault.UnreadableReply, "Shopify's answer could not be read", unreadable)
            {
                HttpStatus = (int)HttpStatusCode.OK,
                ShopifyMessage = ShopifyReplyParser.MessageOf(body),
                RequestId = requestId,
            };
        }
    }

    private ShopifyTransportException Refused(HttpResponseMessage response, byte[] body, string? requestId)
    {
        var status = (int)response.StatusCode;
        return new ShopifyTransportException(ShopifyFault.HttpStatus, $"Shopify answered with HTTP {status}")
        {
            HttpStatus = status,
            ShopifyMessage = ShopifyReplyParser.MessageOf(body),
            RetryAfter = ShopifyHttp.RetryAfter(response, _clock),
            RequestId = requestId,
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} at {Host} answered in {Elapsed} (request {RequestId}): {Requested} points requested, {Available} left.")]
        public static partial void Answered(ILogger logger, string operation, string host, TimeSpan elapsed, string? requestId, double? requested, double? available);
    }
}
