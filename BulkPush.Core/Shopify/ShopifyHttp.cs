using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace BulkPush.Core.Shopify;

/// <summary>HTTP as it is used towards Shopify.</summary>
internal static class ShopifyHttp
{
    /// <summary>For one client that lives as long as the process: it pools connections per store and renews them, so that address changes are seen.</summary>
    /// <remarks>A redirect is not followed: it would carry the token, or the secret, somewhere else.</remarks>
    public static SocketsHttpHandler Handler(ShopifyOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };

    public static HttpClient Client(HttpMessageHandler handler, ShopifyOptions options) => new(handler, disposeHandler: false)
    {
        Timeout = options.RequestTimeout,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("BulkPush", typeof(ShopifyHttp).Assembly.GetName().Version?.ToString(2)) } },
    };

    /// <summary>What an answer's <c>Retry-After</c> asks for, if it does.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    /// <summary>Why there was no answer, in a word.</summary>
    public static string Reason(HttpRequestException exception) =>
        exception.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : exception.HttpRequestError.ToString();
}
