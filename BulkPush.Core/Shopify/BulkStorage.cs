using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>Carries files to and from the storage that Shopify names: no token, no redirects, never a whole file in memory.</summary>
internal sealed class BulkStorage : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly ShopifyOptions _options;
    private readonly TimeProvider _clock;

    public BulkStorage(IOptions<ShopifyOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _handler = ShopifyHttp.Handler(_options);
        _http = ShopifyHttp.Client(_handler, _options);

        // A file takes as long as it takes; what is limited is standing still.
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Longest time that a transfer may stand still.</summary>
    public TimeSpan StallLimit => _options.TransferTimeout;

    /// <summary>Uploads a file from its beginning: every field of the form first, the file last (capture 60). Once, without repeating it.</summary>
    /// <exception cref="ShopifyTransportException">The address is not allowed, or the storage did not take the file.</exception>
    public async Task UploadAsync(StagedUpload target, Stream file, string fileName, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(StallLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, Checked(target.Address))
        {
            Content = Form(target, new BulkFileContent(file, () => stall.CancelAfter(StallLimit)), fileName),
        };
        using var response = await SendAsync(request, either, cancellationToken);
    }

    /// <summary>Opens a result file. Whoever reads it watches <see cref="StallLimit"/>.</summary>
    /// <exception cref="ShopifyTransportException">The address is not allowed, or the storage did not give the file.</exception>
    public async Task<Stream> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(StallLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, Checked(address));
        var response = await SendAsync(request, either, cancellationToken);

        // The stream owns the connection from here on.
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationTokenSource either, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.IsSuccessStatusCode)
                return response;

            using (response)
            {
                throw new ShopifyTransportException(ShopifyFault.HttpStatus, $"{host} answered with HTTP {(int)response.StatusCode}")
                {
                    HttpStatus = (int)response.StatusCode,
                };
            }
        }
        catch (OperationCanceledException stalled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShopifyTransportException(ShopifyFault.Timeout, $"The transfer of a file with {host} stood still for {StallLimit.TotalSeconds:0} s", stalled);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ShopifyTransportException(ShopifyFault.Network, $"{host} could not be reached ({ShopifyHttp.Reason(unreachable)})", unreachable);
        }
    }

    private MultipartFormDataContent Form(StagedUpload target, HttpContent file, string fileName)
    {
        var boundary = $"BulkPush{Guid.CreateVersion7(_clock.GetUtcNow()):N}";
        var form = new MultipartFormDataContent(boundary);

        // Storage services are picky readers: no quotes around the boundary, quotes around names, no content type on plain fields.
        form.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        foreach (var (name, value) in target.Fields)
            form.Add(new StringContent(value) { Headers = { ContentType = null } }, $"\"{name}\"");
        form.Add(file, "\"file\"", $"\"{fileName}\"");
        return form;
    }

    private Uri Checked(Uri address) => BulkAddress.IsAllowed(address, _options.AllowLoopback)
        ? address
        : throw new ShopifyTransportException(
            ShopifyFault.AddressRefused, $"Files are exchanged over https with public hosts only, not with {address.GetLeftPart(UriPartial.Authority)}");
}
