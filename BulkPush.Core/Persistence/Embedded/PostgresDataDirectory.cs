using System.Globalization;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>Makes and tidies a server's data directory. Used with <see cref="PostgresLayout.StartLock"/> held.</summary>
internal sealed class PostgresDataDirectory(PostgresLayout layout, PostgresAccount account)
{
    /// <summary>Makes the data directory unless it is there, complete.</summary>
    public async Task EnsureAsync(PostgresBinaries binaries, bool isDurable, CancellationToken cancellationToken)
    {
        if (layout.DataVersion() is not null)
            return;

        // ICU gives search and order by Unicode's rules; a server built without it still works for ASCII.
        var made = await InitdbAsync(binaries, isDurable, ["--locale=C", "--locale-provider=icu", "--icu-locale=und"], cancellationToken);
        if (!made.IsSuccess)
            made = await InitdbAsync(binaries, isDurable, ["--locale=C"], cancellationToken);
        if (!made.IsSuccess)
            throw new EmbeddedPostgresException($"PostgreSQL could not make its data directory in {layout.Root}: {made.Output}");

        Directory.Move(layout.UnfinishedData, layout.Data);
    }

    /// <summary>Process id of the server that uses the data now; null when none does, whatever a pid file left behind says.</summary>
    public int? RunningServer() =>
        File.Exists(layout.PostmasterId)
        && int.TryParse(File.ReadLines(layout.PostmasterId).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)
        && ProcessCommandLine.Of(id) is { } commandLine
        && commandLine.Contains("postgres", StringComparison.Ordinal) && commandLine.Contains(layout.Data, StringComparison.Ordinal)
            ? id
            : null;

    /// <summary>
    /// Removes the pid files of a server that was killed, since PostgreSQL would not start while any live process has that id. First it waits for the
    /// killed server's backends: the pid file is also what keeps a new server from working on their data.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">A backend goes on working.</exception>
    public async Task RemoveStalePidFilesAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (await HasBackendsAsync(cancellationToken))
        {
            if (clock.GetElapsedTime(began) > EmbeddedPostgres.StopLimit)
                throw new EmbeddedPostgresException($"Processes of a PostgreSQL server that was killed still work in {layout.Data}. End them and start BulkPush again.");
            await Task.Delay(EmbeddedPostgres.Poll, clock, cancellationToken);
        }

        File.Delete(layout.PostmasterId);
        File.Delete(layout.SocketLock);
    }

    // Every PostgreSQL process works in the data directory. Asked as the server's own user: others may not see it.
    private async Task<bool> HasBackendsAsync(CancellationToken cancellationToken) =>
        (await Command.RunAsync(
            account.Run("sh", "/", "-c", "readlink /proc/[0-9]*/cwd 2>/dev/null | grep -qxF -- \"$1\"", "sh", layout.Data), cancellationToken)).IsSuccess;

    private Task<CommandResult> InitdbAsync(PostgresBinaries binaries, bool isDurable, string[] locale, CancellationToken cancellationToken)
    {
        if (Directory.Exists(layout.UnfinishedData))
            Directory.Delete(layout.UnfinishedData, recursive: true);
        string[] speed = isDurable ? [] : ["--no-sync"];
        return Command.RunAsync(
            account.Run(binaries.Initdb, layout.Root, ["-D", layout.UnfinishedData, "--username", EmbeddedPostgres.UserName, "--auth=trust", "--encoding=UTF8", .. locale, .. speed]),
            cancellationToken);
    }
}
