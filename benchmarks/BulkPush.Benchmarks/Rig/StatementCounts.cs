using Npgsql;

namespace BulkPush.Benchmarks.Rig;

/// <summary>How many statements a database has executed, as PostgreSQL's own extension pg_stat_statements counts them.</summary>
internal sealed class StatementCounts
{
    private readonly string _connectionString;

    private StatementCounts(string connectionString) => _connectionString = connectionString;

    /// <exception cref="InvalidOperationException">The server does not load the extension.</exception>
    public static async Task<StatementCounts> OfAsync(string connectionString, CancellationToken cancellationToken)
    {
        var counts = new StatementCounts(connectionString);
        try
        {
            await Catalogue.ExecuteAsync(connectionString, "create extension if not exists pg_stat_statements", [], cancellationToken);
            await counts.ResetAsync(cancellationToken);
            return counts;
        }
        catch (PostgresException missing)
        {
            throw new InvalidOperationException(
                "This benchmark counts with pg_stat_statements: install PostgreSQL's contrib modules and set shared_preload_libraries = 'pg_stat_statements'.", missing);
        }
    }

    public Task ResetAsync(CancellationToken cancellationToken) => Catalogue.ExecuteAsync(
        _connectionString, "select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)", [], cancellationToken);

    /// <param name="like">Pattern that the statement's text must match; all of them by default.</param>
    public async Task<long> CountAsync(CancellationToken cancellationToken, string like = "%")
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select coalesce(sum(calls), 0)::bigint from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database()) and query ilike @pattern and query not ilike '%pg_stat_statements%'
            """,
            connection);
        command.Parameters.AddWithValue("pattern", like);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
