using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace BulkPush.Core.Shopify;

/// <summary>A file as the body of a request: read from its beginning each time it is sent, of known length, left open.</summary>
internal sealed class BulkFileContent : HttpContent
{
    public const string MediaType = "text/jsonl";
    private const int Piece = 81920;

    private readonly Stream _file;
    private readonly Action _onProgress;

    /// <param name="onProgress">Called after every piece that was sent.</param>
    public BulkFileContent(Stream file, Action onProgress)
    {
        (_file, _onProgress) = (file, onProgress);
        Headers.ContentType = new MediaTypeHeaderValue(MediaType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _file.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await _file.ReadAsync(buffer.AsMemory(0, Piece), cancellationToken) is var read and > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                _onProgress();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
