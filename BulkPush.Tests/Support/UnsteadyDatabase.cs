using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BulkPush.Tests.Support;

/// <summary>The class's database, which a test may take away, and whose answer to a save it may hold back.</summary>
internal sealed class UnsteadyDatabase : SaveChangesInterceptor, IDbContextFactory<BulkPushDbContext>
{
    private readonly DbContextOptions<BulkPushDbContext> _options;

    public UnsteadyDatabase(PostgresFixture postgres)
    {
        var options = (DbContextOptionsBuilder<BulkPushDbContext>)BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), postgres.DataSource);
        _options = options.AddInterceptors(this).Options;
    }

    public bool IsAway { get; set; }

    /// <summary>What whoever asks for rows waits for first.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    /// <summary>Runs when rows were saved, before whoever saved them hears of it.</summary>
    public Func<Task> AfterSave { get; set; } = () => Task.CompletedTask;

    public BulkPushDbContext CreateDbContext() => IsAway ? throw new TimeoutException("The database is away.") : new BulkPushDbContext(_options);

    public async Task<BulkPushDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
    {
        await Opening.WaitAsync(cancellationToken);
        return CreateDbContext();
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await AfterSave();
        return result;
    }
}
