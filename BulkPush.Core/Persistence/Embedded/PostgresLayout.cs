using System.Security.Cryptography;
using System.Text;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>Names of everything an embedded server keeps, from one directory.</summary>
internal sealed record PostgresLayout(string Root)
{
    /// <summary>Longest path of a Unix socket: 107 bytes on Linux, 103 on macOS.</summary>
    private const int LongestSocketPath = 103;

    public string Data => Path.Combine(Root, "data");

    /// <summary>Where initdb works: a killed initdb leaves a directory that looks complete, so only a rename makes it <see cref="Data"/>.</summary>
    public string UnfinishedData => Path.Combine(Root, "data.init");

    public string Log => Path.Combine(Root, "server.log");

    public string Downloads => Path.Combine(Root, "binaries");

    /// <summary>Locked by the process that starts or attaches to the server, while it does so.</summary>
    public string StartLock => Path.Combine(Root, "start.lock");

    /// <summary>
    /// Socket and liveness pipe, in a directory that nobody else may enter. A path too long for a socket, or with a comma (which Npgsql reads as two hosts), moves
    /// to a short one that is always the same for the same root.
    /// </summary>
    public string Run { get; } = RunDirectoryFor(Root);

    /// <summary>A named pipe that every process using the server holds open for writing; the server stops when the last one lets go.</summary>
    public string AlivePipe => Path.Combine(Run, "alive");

    /// <summary>Holds the process id of the supervisor that waits on <see cref="AlivePipe"/>.</summary>
    public string SupervisorId => Path.Combine(Run, "supervisor.pid");

    public string PostmasterId => Path.Combine(Data, "postmaster.pid");

    public string SocketLock => Path.Combine(Run, ".s.PGSQL.5432.lock");

    public int? DataVersion()
    {
        var file = Path.Combine(Data, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var version) ? version : null;
    }

    private static string RunDirectoryFor(string root)
    {
        var run = Path.Combine(root, "run");
        var isUsable = !run.Contains(',', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(Path.Combine(run, ".s.PGSQL.5432.lock")) <= LongestSocketPath;
        return isUsable ? run : Path.Combine("/tmp", $"bulkpush-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16]}");
    }
}
