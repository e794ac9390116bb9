using BulkPush.Core.Persistence;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Tests.Persistence;

public sealed class DatabaseMigratorTests(PostgresCluster cluster, PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Several_processes_may_migrate_an_empty_database_at_once()
    {
        var connectionString = await cluster.CreateEmptyDatabaseAsync(TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DatabaseMigrator.MigrateAsync(connectionString, TestContext.Current.CancellationToken)));

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var count = new NpgsqlCommand("select count(*) from \"__EFMigrationsHistory\"", connection);
        await using var db = postgres.CreateContext();
        Assert.Equal((long)db.Database.GetMigrations().Count(), await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_product_with_a_channel_is_kept_and_read_back()
    {
        var product = A.ProductWithVariants(3);
        var store = A.Store();
        await postgres.SaveAsync(product, store);
        await postgres.SaveAsync(A.Channel(product, store));

        await using var db = postgres.CreateContext();
        var found = await db.Products.Include(p => p.Variants).Include(p => p.Channels).SingleAsync(p => p.Id == product.Id, TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2", "3"], found.Variants.OrderBy(v => v.Position).Select(v => v.OptionValues.Single()));
        Assert.Equal(store.Id, found.Channels.Single().StoreId);
    }
}
