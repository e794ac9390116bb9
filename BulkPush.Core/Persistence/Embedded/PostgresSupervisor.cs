using System.Diagnostics;
using System.Globalization;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>
/// Starts the server under a small shell script that outlives this process and stops the server when the last process using it is gone,
/// however that happened. "Using it" means holding <see cref="PostgresLayout.AlivePipe"/> open for writing: the kernel closes it even after kill -9.
/// </summary>
internal sealed class PostgresSupervisor(PostgresLayout layout, PostgresAccount account)
{
    // The script reads the pipe until its end. Opening it for reading and writing first means that the open never waits for a writer that died meanwhile.
    // The trap keeps the script alive when a terminal or a container signals the whole group: the server is stopped by the pipe alone.
    private const string Script = """
        postgres=$1 data=$2 run=$3 log=$4
        shift 4
        exec </dev/null >"$log" 2>&1
        trap '' INT HUP TERM
        exec 3<>"$run/alive" 4<"$run/alive" 3>&-
        "$postgres" -D "$data" "$@" 4<&- &
        server=$!
        ( while read -r _; do :; done; rm -f "$run/alive"; kill -INT "$server" ) <&4 4<&- &
        watcher=$!
        echo "$watcher" >"$run/supervisor.pid"
        exec 4<&-
        wait "$server"
        status=$?
        rm -f "$run/alive" "$run/supervisor.pid"
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    /// <summary>Starts the server; the answer is the script's process, which ends with the server.</summary>
    public Process Start(PostgresBinaries binaries, IReadOnlyDictionary<string, string> settings)
    {
        IEnumerable<string> arguments =
        [
            "sh", "-c", Script, "bulkpush-postgres", binaries.Postgres, layout.Data, layout.Run, layout.Log,
            .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ];
        var detach = DetachCommand();
        var start = account.Run(detach[0], layout.Root, [.. detach[1..], .. arguments]);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Makes the pipe anew and takes hold of it; the server lives at least as long as the answer is open.</summary>
    public async Task<FileStream> CreatePipeAsync(CancellationToken cancellationToken)
    {
        File.Delete(layout.AlivePipe);
        var made = await Command.RunAsync(account.Run("mkfifo", layout.Root, "-m", "600", layout.AlivePipe), cancellationToken);
        return made.IsSuccess
            ? OpenPipe()
            : throw new EmbeddedPostgresException($"Cannot make the pipe {layout.AlivePipe}: {made.Output}");
    }

    /// <summary>Takes hold of the pipe of a server that runs; null when there is none.</summary>
    public FileStream? TryOpenPipe()
    {
        try
        {
            return IsSupervised() ? OpenPipe() : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a supervisor of this very server is alive; a recycled process id does not count.</summary>
    public bool IsSupervised() =>
        File.Exists(layout.SupervisorId)
        && int.TryParse(File.ReadAllText(layout.SupervisorId), CultureInfo.InvariantCulture, out var id)
        && ProcessCommandLine.Of(id)?.Contains(layout.Run, StringComparison.Ordinal) == true;

    // For reading too: an open for writing alone would wait until somebody reads.
    private FileStream OpenPipe() => new(layout.AlivePipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>A new session, so that Ctrl+C in the terminal reaches the application alone, which then stops the server in good order.</summary>
    private static string[] DetachCommand() => File.Exists("/usr/bin/setsid") || File.Exists("/bin/setsid")
        ? ["setsid"]
        : ["perl", "-e", "use POSIX 'setsid'; setsid(); exec @ARGV;"];
}
