using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Core.Persistence;

/// <summary>The one place that says how the context talks to PostgreSQL: the application, migrations and tests share it.</summary>
public static class BulkPushDbContextOptions
{
    public static DbContextOptionsBuilder<BulkPushDbContext> Configure(DbContextOptionsBuilder<BulkPushDbContext> builder, string connectionString) =>
        (DbContextOptionsBuilder<BulkPushDbContext>)builder.UseNpgsql(connectionString).UseSnakeCaseNamingConvention();

    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder builder, NpgsqlDataSource dataSource) =>
        builder.UseNpgsql(dataSource).UseSnakeCaseNamingConvention();
}
