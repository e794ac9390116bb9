using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Tests.Hosting;

public sealed class DemoDataTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Dictionary<string, string> WithDemoData = new() { ["BulkPush:DemoData"] = "true" };

    [Fact]
    public async Task A_first_run_that_was_killed_is_completed_by_the_next_at_its_own_address()
    {
        // However slow this test is and however fast the application: what it does last has to wait until it is killed.
        await using (await LockAsync("product_channels"))
        await using (var killed = await AppProcess.StartAsync(postgres.ConnectionString, WithDemoData))
        {
            await Eventually.IsTrueAsync(() => AnyAsync("select 1 from products"), "the first products are in");
            await killed.KillAsync();
        }

        Assert.False(await AnyAsync("select 1 from audit_entries where action = 'demo.installed'"), "The first run was complete before it was killed.");

        await using var next = await AppProcess.StartAsync(postgres.ConnectionString, WithDemoData);
        await Eventually.IsTrueAsync(() => AnyAsync("select 1 from audit_entries where action = 'demo.installed'"), "the demo data is complete");
        await AssertCompleteAsync(next.Address);
        await next.StopAsync();

        await using var later = await AppProcess.StartAsync(postgres.ConnectionString, WithDemoData);
        await Eventually.IsTrueAsync(() => AnyAsync($"select 1 from stores where admin_url like '%:{later.Address.Port}/%'"), "the stores lead to the new address");
        await AssertCompleteAsync(later.Address);
    }

    private async Task AssertCompleteAsync(Uri address)
    {
        await using var db = postgres.CreateContext();
        await Eventually.IsTrueAsync(
            async () => await db.Stores.CountAsync(store => store.AdminUrl!.StartsWith($"http://127.0.0.1:{address.Port}/demo-stores/"), TestContext.Current.CancellationToken) == 3,
            "all three stores lead to the application");
        Assert.InRange(await db.Products.CountAsync(TestContext.Current.CancellationToken), 400, int.MaxValue);
        var active = await db.ProductChannels.Where(channel => channel.IsActive).GroupBy(channel => channel.StoreId).Select(store => store.Count()).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, active.Distinct().Count());
    }

    /// <summary>Lets nobody write to a table until it is disposed.</summary>
    private async Task<NpgsqlConnection> LockAsync(string table)
    {
        var connection = await postgres.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task<bool> AnyAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is not null;
    }
}
