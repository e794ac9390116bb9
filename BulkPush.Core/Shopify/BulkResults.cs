using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>One line of a result file.</summary>
/// <param name="LineNumber">Zero-based line of the input file that it is about.</param>
/// <param name="Reply">What Shopify answered to that line, as it would have to a call.</param>
internal sealed record BulkResultLine(int LineNumber, ShopifyReply Reply);

/// <summary>Reads a result file line by line as it comes in. Lines come in any order, and some may be missing (FACTS section 8).</summary>
internal sealed class BulkResults(Stream file, TimeSpan stallLimit, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Reads to the end; a line that is no answer, such as the last one of partial results, is left out.</summary>
    /// <exception cref="ShopifyTransportException">The file broke off, or stood still.</exception>
    public async IAsyncEnumerable<BulkResultLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await NextAsync(pipe, cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (Parse(rest.Slice(0, end)) is { } line)
                    yield return line;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (Parse(rest) is { } last)
                    yield return last;
                yield break;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async Task<ReadResult> NextAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAsync(cancellationToken).AsTask().WaitAsync(stallLimit, clock, cancellationToken);
        }
        catch (TimeoutException stalled)
        {
            throw new ShopifyTransportException(ShopifyFault.Timeout, $"A result file stood still for {stallLimit.TotalSeconds:0} s", stalled);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new ShopifyTransportException(ShopifyFault.Network, "A result file broke off", broken);
        }
    }

    private static BulkResultLine? Parse(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
            return null;

        try
        {
            var bytes = line.ToArray();
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("__lineNumber", out var number)
                && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt32(out var lineNumber)
                ? new BulkResultLine(lineNumber, ShopifyReplyParser.Parse(bytes, 200, null, null))
                : null;
        }
        catch (JsonException)
        {
            // Half a line: its outcome stays unknown, which is what a missing line means as well.
            return null;
        }
    }
}
