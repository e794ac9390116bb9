using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Tests.Support;

/// <summary>
/// A migrated, empty database for one test class: <c>public sealed class XTests(PostgresFixture postgres) : IClassFixture&lt;PostgresFixture&gt;</c>.
/// The tests of a class share it, so each makes rows of its own.
/// </summary>
public sealed class PostgresFixture(PostgresCluster cluster) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public IDbContextFactory<BulkPushDbContext> Contexts { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await cluster.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        DataSource = new NpgsqlDataSourceBuilder(ConnectionString) { Name = "test" }.Build();
        Contexts = new ContextFactory(DataSource);
    }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();

    /// <summary>A context of its own, for arranging and for reading what came out.</summary>
    public BulkPushDbContext CreateContext() => Contexts.CreateDbContext();

    /// <summary>Saves entities made by <see cref="A"/>.</summary>
    public async Task SaveAsync(params IEnumerable<object> entities)
    {
        await using var db = CreateContext();
        db.AddRange(entities);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private sealed class ContextFactory(NpgsqlDataSource dataSource) : IDbContextFactory<BulkPushDbContext>
    {
        private readonly DbContextOptions<BulkPushDbContext> _options =
            ((DbContextOptionsBuilder<BulkPushDbContext>)BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), dataSource)).Options;

        public BulkPushDbContext CreateDbContext() => new(_options);
    }
}
