using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ShopifySharp;

namespace BulkPush.Core.Shopify;

/// <summary>
/// GraphQL sent by ShopifySharp. Its answers are read from the connection and not from its results: those leave out what a push lives from (docs/adr/0004).
/// </summary>
/// <remarks>Only in builds with <c>-p:ShopifySharp=true</c>.</remarks>
internal sealed class ShopifySharpTransport(IOptions<ShopifyOptions> options, TimeProvider clock, ILogger<ShopifySharpTransport> logger)
    : IShopifyTransport, IDisposable
{
    /// <summary>Sends at once and once: the store's cost budget is the only limiter, and repeating is decided above the transport.</summary>
    private static readonly DefaultRequestExecutionPolicy AtOnce = new();

    private readonly ShopifyExchange _exchange = new(options.Value, clock, logger);

    public Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken) =>
        _exchange.ReplyAsync(endpoint, request, stop => AskAsync(endpoint, request, stop), cancellationToken);

    public void Dispose() => _exchange.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "Only once Shopify has answered: what is made of the answer is decided elsewhere.")]
    private async Task<ShopifyAnswer> AskAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
    {
        // A service and a client for each call: that is what tells one call's answer from another's. The connections are shared.
        using var wire = new ShopifySharpWire(endpoint.Url, _exchange.Connections, clock);
        using var http = ShopifyHttp.Client(wire, options.Value);
        var service = new GraphService(endpoint.Url.Host, endpoint.AccessToken ?? "", endpoint.ApiVersion);
        service.SetHttpClient(http);
        service.SetExecutionPolicy(AtOnce);
        try
        {
            (await service.PostAsync(
                new GraphRequest
                {
                    Query = request.Query,
                    Variables = JsonSerializer.Deserialize<Dictionary<string, object>>(request.Variables.Span),
                    UserErrorHandling = GraphRequestUserErrorHandling.DoNotThrow,
                },
                cancellationToken)).Dispose();
        }
        catch (Exception) when (wire.Answer is not null)
        {
            // Shopify has answered, whatever ShopifySharp thinks of the answer: statuses and errors are read from it in one place for all transports.
        }

        return wire.Answer ?? throw new InvalidOperationException("ShopifySharp did not send the request through the client that it was given.");
    }
}
