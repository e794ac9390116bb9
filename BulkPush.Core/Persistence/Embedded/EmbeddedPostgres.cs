using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Npgsql;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>
/// A private PostgreSQL server for an application without a connection string: the real thing, on a Unix socket, shared by every process that
/// names the same directory, and stopped when the last of them has ended.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    internal const string UserName = "bulkpush";
    private const string DatabaseName = "bulkpush";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, string> DefaultSettings = new()
    {
        ["listen_addresses"] = "",
        ["unix_socket_permissions"] = "0700",
        ["max_connections"] = "300",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["log_min_messages"] = "log",
    };

    private readonly PostgresLayout _layout;
    private readonly FileStream _alive;
    private readonly TimeProvider _clock;

    private EmbeddedPostgres(PostgresLayout layout, FileStream alive, TimeProvider clock) => (_layout, _alive, _clock) = (layout, alive, clock);

    /// <summary>Whether this process found the server running and joined it.</summary>
    public bool IsAttached { get; private init; }

    public string ConnectionString => ConnectionStringTo(_layout, DatabaseName);

    /// <summary>Starts the server of a directory, or joins the one that runs there, and waits until it answers.</summary>
    /// <param name="say">Gets a sentence when something takes long enough to be wondered about.</param>
    /// <exception cref="EmbeddedPostgresException">There is no suitable server program, or it does not start; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, Action<string> say, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException(PostgresBinariesSearch.Advice(null));

        var layout = new PostgresLayout(Path.GetFullPath(options.Directory));
        var account = PostgresAccount.ForThisProcess();
        await MakeDirectoriesAsync(layout, account, cancellationToken);
        await using var startLock = await LockStartAsync(layout, clock, cancellationToken);
        var data = new PostgresDataDirectory(layout, account);
        var supervisor = new PostgresSupervisor(layout, account);

        if (await TryAttachAsync(layout, data, supervisor, clock, cancellationToken) is { } attached)
            return attached;

        var binaries = await FindBinariesAsync(options, layout, say, cancellationToken);
        await data.EnsureAsync(binaries, options.IsDurable, cancellationToken);
        await data.RemoveStalePidFilesAsync(clock, cancellationToken);

        var server = new EmbeddedPostgres(layout, await supervisor.CreatePipeAsync(cancellationToken), clock);
        try
        {
            var settings = new Dictionary<string, string>(DefaultSettings) { ["unix_socket_directories"] = layout.Run };
            foreach (var (name, value) in options.Settings)
                settings[name] = value;
            using var process = supervisor.Start(binaries, settings);
            await WaitUntilReadyAsync(layout, process, supervisor, clock, cancellationToken);
            await EnsureDatabaseAsync(layout, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets go of the server and, when nobody else uses it, waits until it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _alive.DisposeAsync();
        var began = _clock.GetTimestamp();
        // The supervisor removes the pipe at once when we were the last; while it stays, others use the server.
        while (File.Exists(_layout.AlivePipe))
        {
            if (_clock.GetElapsedTime(began) > TimeSpan.FromSeconds(0.5))
                return;
            await Task.Delay(Poll, _clock);
        }

        while (File.Exists(_layout.PostmasterId) && _clock.GetElapsedTime(began) < StopLimit)
            await Task.Delay(Poll, _clock);
    }

    private static async Task<EmbeddedPostgres?> TryAttachAsync(
        PostgresLayout layout, PostgresDataDirectory data, PostgresSupervisor supervisor, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (data.RunningServer() is null)
            return null;

        if (supervisor.TryOpenPipe() is { } alive)
        {
            var server = new EmbeddedPostgres(layout, alive, clock) { IsAttached = true };
            if (await AnswersAsync(layout, cancellationToken) && File.Exists(layout.AlivePipe))
                return server;
            await server.DisposeAsync();
        }

        await StopLeftoverAsync(layout, data, supervisor, clock, cancellationToken);
        return null;
    }

    /// <summary>Waits for a server that is stopping; ends one whose supervisor was killed, because nothing would ever stop it.</summary>
    private static async Task StopLeftoverAsync(
        PostgresLayout layout, PostgresDataDirectory data, PostgresSupervisor supervisor, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var isSignalled = false;
        while (data.RunningServer() is { } id)
        {
            if (!isSignalled && !supervisor.IsSupervised())
            {
                isSignalled = true;
                await Command.RunAsync(new ProcessStartInfo("kill", ["-INT", id.ToString(CultureInfo.InvariantCulture)]), cancellationToken);
            }

            if (clock.GetElapsedTime(began) > StopLimit)
                throw new EmbeddedPostgresException($"The PostgreSQL server (process {id}) that uses {layout.Data} does not stop. End it and start BulkPush again.");
            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private static async Task<PostgresBinaries> FindBinariesAsync(
        EmbeddedPostgresOptions options, PostgresLayout layout, Action<string> say, CancellationToken cancellationToken)
    {
        var required = layout.DataVersion();
        var search = new PostgresBinariesSearch(options.BinariesDirectory, Environment.GetEnvironmentVariable("PATH"), layout.Downloads);
        var found = await search.FindAsync(required, cancellationToken);
        if (found is null && options.AllowDownload && (required is null or NpmPostgres.MajorVersion))
            found = await NpmPostgres.DownloadAsync(layout.Downloads, say, cancellationToken);
        return found ?? throw new EmbeddedPostgresException(PostgresBinariesSearch.Advice(required));
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task MakeDirectoriesAsync(PostgresLayout layout, PostgresAccount account, CancellationToken cancellationToken)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            foreach (var directory in new[] { layout.Root, layout.Run })
            {
                Directory.CreateDirectory(directory);
                File.SetUnixFileMode(directory, OwnerOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"Cannot make {layout.Root} for the embedded PostgreSQL. Set BulkPush:DataDirectory to a directory that can be written: {exception.Message}", exception);
        }

        await account.TakeOverAsync(layout.Root, cancellationToken);
        await account.TakeOverAsync(layout.Run, cancellationToken);
    }

    private static async Task<FileStream> LockStartAsync(PostgresLayout layout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(layout.StartLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(began) < StartLimit)
            {
                await Task.Delay(Poll, clock, cancellationToken);
            }
        }
    }

    private static async Task WaitUntilReadyAsync(
        PostgresLayout layout, Process script, PostgresSupervisor supervisor, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        // A server that answers before its supervisor stands would look like a leftover to the next process, which would stop it.
        while (!await AnswersAsync(layout, cancellationToken) || !supervisor.IsSupervised())
        {
            if (script.HasExited || clock.GetElapsedTime(began) > StartLimit)
                throw new EmbeddedPostgresException($"PostgreSQL did not start. The end of {layout.Log}: {string.Join(" | ", TailOfLog(layout))}");
            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(PostgresLayout layout, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionStringTo(layout));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task EnsureDatabaseAsync(PostgresLayout layout, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionStringTo(layout));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = DatabaseName } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand($"create database {DatabaseName}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<string> TailOfLog(PostgresLayout layout) => File.Exists(layout.Log) ? File.ReadLines(layout.Log).TakeLast(5) : [];

    // Unpooled: an idle connection would stand in the way of stopping, and of databases used as templates.
    private static string AdminConnectionStringTo(PostgresLayout layout) => $"{ConnectionStringTo(layout, "postgres")};Pooling=false;Timeout=5";

    private static string ConnectionStringTo(PostgresLayout layout, string database) =>
        new NpgsqlConnectionStringBuilder { Host = layout.Run, Username = UserName, Database = database }.ConnectionString;
}
