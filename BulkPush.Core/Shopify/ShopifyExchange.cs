using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Shopify;

/// <summary>What all transports have in common: the connections, what becomes of an answer or of its absence, and the line in the log.</summary>
internal sealed partial class ShopifyExchange(ShopifyOptions options, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>The connections to all stores.</summary>
    public SocketsHttpHandler Connections { get; } = ShopifyHttp.Handler(options);

    /// <param name="askAsync">Sends the request once and reads what comes back.</param>
    /// <exception cref="ShopifyTransportException">As <see cref="IShopifyTransport.PostAsync"/>.</exception>
    public async Task<ShopifyReply> ReplyAsync(
        ShopifyEndpoint endpoint, ShopifyRequest request, Func<CancellationToken, Task<ShopifyAnswer>> askAsync, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        try
        {
            var reply = (await askAsync(cancellationToken)).Reply();
            if (logger.IsEnabled(LogLevel.Debug))
            {
                var elapsed = clock.GetElapsedTime(startedAt);
                Log.Answered(logger, request.OperationName, endpoint.Url.Host, elapsed, reply.RequestId, reply.Cost?.Requested, reply.Cost?.CurrentlyAvailable);
            }

            return reply;
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShopifyTransportException(ShopifyFault.Timeout, $"{endpoint.Url.Host} did not answer within {options.RequestTimeout.TotalSeconds:0} s", timeout);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ShopifyTransportException(ShopifyFault.Network, $"{endpoint.Url.Host} could not be reached ({ShopifyHttp.Reason(unreachable)})", unreachable);
        }
    }

    public void Dispose() => Connections.Dispose();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} at {Host} answered in {Elapsed} (request {RequestId}): {Requested} points requested, {Available} left.")]
        public static partial void Answered(ILogger logger, string operation, string host, TimeSpan elapsed, string? requestId, double? requested, double? available);
    }
}
