using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BulkPush.Core.Persistence;

internal static class PersistenceServices
{
    /// <summary>One data source (so one pool) for EF Core, Quartz and our own SQL; the data-protection keys, which all processes share, are in it too.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, string connectionString)
    {
        services.AddDataProtection().SetApplicationName("BulkPush").PersistKeysToDbContext<BulkPushDbContext>();
        return services
            .AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString) { Name = "bulkpush" }.Build())
            .AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>())
            .AddPooledDbContextFactory<BulkPushDbContext>((provider, options) =>
                BulkPushDbContextOptions.Configure(options, provider.GetRequiredService<NpgsqlDataSource>()))
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<BulkPushDbContext>>().CreateDbContext());
    }
}
