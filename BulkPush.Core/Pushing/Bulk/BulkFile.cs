namespace BulkPush.Core.Pushing.Bulk;

/// <summary>A file of JSON lines in the system's temporary directory, readable by nobody else; gone when it is closed, also by a crash.</summary>
internal sealed class BulkFile : IAsyncDisposable
{
    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    private BulkFile(FileStream content) => Content = content;

    public FileStream Content { get; }

    public int LineCount { get; private set; }

    public long Bytes { get; private set; }

    public static BulkFile Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(Path.GetTempPath(), $"bulkpush-{Path.GetRandomFileName()}.jsonl");
        var content = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name it cannot outlive the process, however that ends. Windows deletes it by itself.
            File.Delete(path);
        }

        return new BulkFile(content);
    }

    /// <param name="line">One line of JSON, without its end.</param>
    public async Task AddAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await Content.WriteAsync(line, cancellationToken);
        await Content.WriteAsync(LineEnd, cancellationToken);
        Bytes += line.Length + LineEnd.Length;
        LineCount++;
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
