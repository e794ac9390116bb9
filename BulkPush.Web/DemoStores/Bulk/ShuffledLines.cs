using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>
/// Reads a file's lines in another order than they stand there, because Shopify does not promise any: a window at a time, so that
/// memory does not grow with the file.
/// </summary>
internal static class ShuffledLines
{
    private const int MostLines = 100;
    private const int MostCharacters = 1 << 20;

    public static async IAsyncEnumerable<BulkInputLine> ReadAsync(string path, Random order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false), false, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 });
        var window = new List<BulkInputLine>(MostLines);
        var (number, characters) = (0, 0);
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            window.Add(new BulkInputLine(number++, text));
            characters += text.Length;
            if (window.Count < MostLines && characters < MostCharacters) continue;
            order.Shuffle(CollectionsMarshal.AsSpan(window));
            foreach (var line in window) yield return line;
            window.Clear();
            characters = 0;
        }

        order.Shuffle(CollectionsMarshal.AsSpan(window));
        foreach (var line in window) yield return line;
    }

    /// <summary>Lines of the file, the last one also without a line break.</summary>
    public static async Task<int> CountAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        var lines = 0;
        byte last = (byte)'\n';
        for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0; last = buffer[read - 1])
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return last == (byte)'\n' ? lines : lines + 1;
    }
}

/// <param name="Number">Place in the file, from 0.</param>
internal readonly record struct BulkInputLine(int Number, string Text);
