using System.Diagnostics;
using System.Globalization;

namespace BulkPush.Tests.Support;

/// <summary>A directory of its own that is gone after the test; reachable for every user, and with a path short enough for sockets.</summary>
internal sealed class TestDirectory : IDisposable, IAsyncDisposable
{
    public const string Prefix = "bulkpush-tests-";
    private const long RoomNeeded = 1L << 30;

    public TestDirectory() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(Base(), Prefix + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));

    /// <summary>Memory when there is room, since tests need no durability; containers often have 64 MB only.</summary>
    public static string Base() =>
        Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > RoomNeeded ? "/dev/shm" : System.IO.Path.GetTempPath();

    /// <summary>Removes what killed runs left. A day is longer than any run, so nobody uses it any more.</summary>
    public static void RemoveLeftovers()
    {
        var yesterday = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (var directory in new DirectoryInfo(Base()).GetDirectories(Prefix + "*").Where(found => found.LastWriteTimeUtc < yesterday))
        {
            try
            {
                directory.Delete(recursive: true);
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Waits until no process works here any more: a server that was stopped or killed still clears up after itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await Eventually.IsTrueAsync(() => !Process.GetProcesses().Any(WorksHere), $"everybody leaves {Path}");
        Dispose();
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private bool WorksHere(Process process)
    {
        using (process)
        {
            try
            {
                return new DirectoryInfo($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget?.StartsWith(Path, StringComparison.Ordinal) is true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has just ended, or belongs to somebody else.
                return false;
            }
        }
    }
}
