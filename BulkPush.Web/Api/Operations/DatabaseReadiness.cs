using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BulkPush.Web.Api.Operations;

/// <summary>Whether the database answers; without it no page and no push goes on.</summary>
internal sealed class DatabaseReadiness(DbDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
