using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Persistence;

/// <summary>Brings a database to this build's schema.</summary>
public static class DatabaseMigrator
{
    // Any number that no other program locks in the same database.
    private const long AdvisoryLock = 0x42_75_6C_6B_50_75_73_68;

    /// <summary>
    /// Applies what is missing. Of several processes that start at once one migrates and the others wait; PostgreSQL frees the lock even when its holder dies.
    /// </summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or a migration failed (and left nothing behind).</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Unpooled, or the lock would live on in the pool. It is not on EF's connection: EF opens and closes that one as it sees fit.
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellationToken);
        await using var takeLock = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = AdvisoryLock } } };
        await takeLock.ExecuteNonQueryAsync(cancellationToken);

        // A context of its own without a logger: EF reports the very first look for its history table as a failed command.
        await using var db = new BulkPushDbContext(BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), unpooled).Options);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
