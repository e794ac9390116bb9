using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Persistence;

/// <summary>Brings a database to this build's schema.</summary>
public static class DatabaseMigrator
{
    private const long LockName = 0x42_75_6C_6B_50_75_73_68;

    /// <summary>
    /// Applies what is missing. Of several processes that start at once one migrates and the others wait; PostgreSQL frees the lock even when its holder dies.
    /// </summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or a migration failed (and left nothing behind).</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Not on EF's own connection, which it opens and closes as it sees fit.
        await using var alone = await AdvisoryLock.TakeAsync(connectionString, LockName, cancellationToken);

        // A context of its own without a logger: EF reports the very first look for its history table as a failed command.
        await using var db = new BulkPushDbContext(BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), connectionString).Options);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
