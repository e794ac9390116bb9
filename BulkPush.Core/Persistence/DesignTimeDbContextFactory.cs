using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BulkPush.Core.Persistence;

/// <summary>Lets <c>dotnet ef</c> build the model without starting the application (and with it a database server).</summary>
internal sealed class DesignTimeDbContextFactory : IDesignTimeDbContextFactory<BulkPushDbContext>
{
    public BulkPushDbContext CreateDbContext(string[] args) =>
        new(BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), "Host=localhost").Options);
}
