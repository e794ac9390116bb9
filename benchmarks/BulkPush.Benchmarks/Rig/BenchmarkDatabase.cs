using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Embedded;
using Npgsql;

namespace BulkPush.Benchmarks.Rig;

/// <summary>A PostgreSQL server with its usual care for data: one of our own in a temporary folder, or the one that a connection string names.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly EmbeddedPostgres? _server;
    private readonly string? _directory;
    private readonly string _prefix;
    private int _made;

    private BenchmarkDatabase(string connectionString, string prefix, EmbeddedPostgres? server = null, string? directory = null) =>
        (_connectionString, _prefix, _server, _directory) = (connectionString, prefix, server, directory);

    /// <param name="connectionString">Of a user who may create databases; null for a server of our own.</param>
    public static async Task<BenchmarkDatabase> StartAsync(string? connectionString, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = $"bulkpush_benchmark_{clock.GetUtcNow().ToUnixTimeSeconds()}";
        if (connectionString is not null)
            return new BenchmarkDatabase(connectionString, name);

        var directory = Path.Combine(Path.GetTempPath(), name);
        var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions
            {
                Directory = directory,
                Settings = new Dictionary<string, string> { ["shared_preload_libraries"] = "pg_stat_statements" },
            },
            Console.Error.WriteLine,
            clock,
            cancellationToken);
        return new BenchmarkDatabase(server.ConnectionString, name, server, directory);
    }

    /// <summary>Makes an empty database with our schema.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var database = $"{_prefix}_{Interlocked.Increment(ref _made)}";
        await using (var connection = new NpgsqlConnection(Unpooled(_connectionString)))
        {
            await connection.OpenAsync(cancellationToken);
            await using var create = new NpgsqlCommand($"create database {database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var made = new NpgsqlConnectionStringBuilder(_connectionString) { Database = database }.ConnectionString;
        await DatabaseMigrator.MigrateAsync(made, cancellationToken);
        return made;
    }

    /// <summary>Removes a database that nothing uses any more.</summary>
    public async Task DropAsync(string connectionString, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var connection = new NpgsqlConnection(Unpooled(_connectionString));
        await connection.OpenAsync(cancellationToken);
        await using var drop = new NpgsqlCommand($"drop database {database} with (force)", connection);
        await drop.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;

        await _server.DisposeAsync();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
}
