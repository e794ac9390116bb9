using System.Diagnostics;
using System.Globalization;
using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Embedded;
using BulkPush.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace BulkPush.Tests.Support;

/// <summary>
/// One throw-away PostgreSQL server for the whole run, with a migrated template database that test classes clone in milliseconds.
/// It ends with the test process, however that ends.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string Template = "template_bulkpush";

    /// <summary>A crash may lose everything: it is thrown away anyhow.</summary>
    internal static readonly IReadOnlyDictionary<string, string> FastSettings = new Dictionary<string, string>
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["wal_level"] = "minimal",
        ["max_wal_senders"] = "0",
        ["autovacuum"] = "off",
        ["max_connections"] = "500",
    };

    /// <summary>What was committed survives a crash of the server, though not one of the machine.</summary>
    internal static readonly IReadOnlyDictionary<string, string> CrashSafeSettings =
        new Dictionary<string, string>(FastSettings) { ["synchronous_commit"] = "on" };

    private readonly TestDirectory _directory = new();
    private readonly IReadOnlyDictionary<string, string> _settings;
    private EmbeddedPostgres? _server;
    private int _databases;

    public PostgresCluster()
        : this(FastSettings)
    {
    }

    /// <summary>A server of a test's own.</summary>
    internal PostgresCluster(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    /// <summary>Connection string of the server's maintenance database, unpooled.</summary>
    public string AdminConnectionString => ConnectionStringTo("postgres", isPooled: false);

    public async ValueTask InitializeAsync()
    {
        TestDirectory.RemoveLeftovers();
        await StartAgainAsync();
        await ExecuteAsync($"create database {Template}");
        await DatabaseMigrator.MigrateAsync(ConnectionStringTo(Template, isPooled: false), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        await _directory.DisposeAsync();
    }

    /// <summary>Ends the server as <c>pg_ctl stop -m immediate</c> does: everybody is cut off at once, and it has to recover when it starts again.</summary>
    internal async Task StopImmediatelyAsync()
    {
        var id = (await File.ReadAllLinesAsync(new PostgresLayout(_directory.Path).PostmasterId, TestContext.Current.CancellationToken))[0];
        using var signal = Process.Start("kill", ["-QUIT", id]);
        await Eventually.IsTrueAsync(() => ProcessCommandLine.Of(int.Parse(id, CultureInfo.InvariantCulture)) is null, "the server ends");
        await _server!.DisposeAsync();
    }

    internal async Task StartAgainAsync() => _server = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { Directory = _directory.Path, Settings = _settings, IsDurable = false, AllowDownload = false },
        _ => { },
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    /// <summary>Clones the template; the answer is the new database's connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"test_{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        await ExecuteAsync($"create database {name} template {Template} strategy file_copy", cancellationToken);
        return ConnectionStringTo(name, isPooled: true);
    }

    /// <summary>An empty database, not migrated.</summary>
    public async Task<string> CreateEmptyDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"empty_{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        await ExecuteAsync($"create database {name}", cancellationToken);
        return ConnectionStringTo(name, isPooled: true);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string ConnectionStringTo(string database, bool isPooled) =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = database, Pooling = isPooled, MaxPoolSize = 30, IncludeErrorDetail = true }.ConnectionString;
}
