using System.Text.Json;
using System.Text.Json.Serialization;

namespace BulkPush.Web.DemoStores.Shops;

/// <summary>
/// A shop's changes on disk, one JSON line each. A line is complete when its line break is there, so a process that dies while it
/// writes loses that line only, and the next start cuts the stump off. Held open by one process; a second one works without.
/// </summary>
internal sealed class ShopJournal : IDisposable
{
    private const int ToleratedSurplus = 2000;

    private static readonly JsonSerializerOptions Format = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _path;
    private FileStream _file;

    private ShopJournal(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Opens or creates the journal.</summary>
    /// <exception cref="IOException">Another process holds it, or the disk refuses.</exception>
    public static ShopJournal Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new ShopJournal(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Reads every complete line, one at a time, and leaves the file ready to be appended to.</summary>
    public IEnumerable<ShopChange> Replay()
    {
        _file.Position = 0;
        var (complete, filled, buffer) = (0L, 0, new byte[1 << 16]);
        for (int read; (read = _file.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                if (Parse(buffer.AsSpan(start, length)) is { } change) yield return change;
            }

            complete += start;
            filled -= start;
            Buffer.BlockCopy(buffer, start, buffer, 0, filled);
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        _file.SetLength(complete);
        _file.Position = complete;
    }

    public void Append(ShopChange change)
    {
        JsonSerializer.Serialize(_file, change, Format);
        _file.WriteByte((byte)'\n');
        _file.Flush();
    }

    /// <summary>Rewrites the file when most of its lines have been overtaken by later ones.</summary>
    public void Compact(int lines, IReadOnlyCollection<ShopChange> snapshot)
    {
        if (lines < snapshot.Count + ToleratedSurplus) return;
        var fresh = _path + ".new";
        using (var target = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            foreach (var change in snapshot)
            {
                JsonSerializer.Serialize(target, change, Format);
                target.WriteByte((byte)'\n');
            }

            target.Flush(flushToDisk: true);
        }

        _file.Dispose();
        File.Move(fresh, _path, overwrite: true);
        _file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        _file.Seek(0, SeekOrigin.End);
    }

    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    private static ShopChange? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<ShopChange>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
