namespace BulkPush.Core.Shopify;

/// <summary>
/// What ShopifySharp sends one request through. It always asks <c>https://{host}:443</c>: a store on this machine is reached at its own address all the
/// same. Keeps the answer as it came.
/// </summary>
/// <param name="url">Where the store's GraphQL is; one that a token may be sent to.</param>
internal sealed class ShopifySharpWire(Uri url, SocketsHttpHandler connections, TimeProvider clock) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _connections = new(connections, disposeHandler: false);

    /// <summary>Null until there is one.</summary>
    public ShopifyAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (url.IsLoopback)
        {
            request.RequestUri = url;
            request.Headers.Host = url.Authority;
        }

        var response = await _connections.SendAsync(request, cancellationToken);
        try
        {
            Answer = await ShopifyAnswer.ReadAsync(response, clock, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _connections.Dispose();
        base.Dispose(disposing);
    }
}
