using Npgsql;

namespace BulkPush.Core.Persistence;

/// <summary>A lock that all processes of an installation share; PostgreSQL frees it even when its holder dies.</summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private AdvisoryLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for the lock; disposing the answer frees it.</summary>
    /// <param name="name">Any number that nothing else locks in the same database.</param>
    public static async Task<AdvisoryLock> TakeAsync(string connectionString, long name, CancellationToken cancellationToken)
    {
        // Unpooled, or the lock would live on in the pool.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var take = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = name } } };
            await take.ExecuteNonQueryAsync(cancellationToken);
            return new AdvisoryLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
