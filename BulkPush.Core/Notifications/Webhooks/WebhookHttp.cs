using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>HTTP as it is used towards receivers of webhooks, whoever they say they are.</summary>
internal static class WebhookHttp
{
    /// <summary>For as long as the process lives. Every connection is checked as it is made, so a name that leads elsewhere since it was entered is refused.</summary>
    /// <remarks>No redirects: they would lead around the check. No proxy: it would look the name up itself.</remarks>
    public static HttpClient Client(NotificationOptions options) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, options.AllowLoopback, cancellationToken),
        })
    {
        // Each attempt has a limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("BulkPush", typeof(WebhookHttp).Assembly.GetName().Version?.ToString(2)) } },
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool allowLoopback, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isPlain = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => (allowLoopback && PublicAddress.IsLoopback(address)) || (!isPlain && PublicAddress.Is(address)));
        if (allowed.Length == 0)
        {
            throw new WebhookRefusedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The very addresses that were checked; asking for the name once more could bring others.
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host name leads to no address that a webhook may go to.</summary>
internal sealed class WebhookRefusedException(string host) : Exception($"{host} does not lead to a public address. Webhooks go to public https addresses only.");
