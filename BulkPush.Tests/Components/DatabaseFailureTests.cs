using BulkPush.Web.Components.Shared;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Tests.Components;

public sealed class DatabaseFailureTests
{
    [Fact]
    public void A_page_stays_when_the_database_is_away_or_somebody_else_was_faster()
    {
        Assert.True(DatabaseFailure.Is(new DbUpdateException("", new NpgsqlException("", new IOException()))));
        Assert.True(DatabaseFailure.Is(new InvalidOperationException("", new NpgsqlException("", new TimeoutException()))));
        Assert.True(DatabaseFailure.Is(new InvalidOperationException("", new DbUpdateException("", Answer(PostgresErrorCodes.DeadlockDetected)))));
    }

    [Fact]
    public void A_mistake_of_ours_flies() =>
        Assert.False(DatabaseFailure.Is(new DbUpdateException("", Answer(PostgresErrorCodes.NotNullViolation))));

    private static PostgresException Answer(string state) => new("made up", "ERROR", "ERROR", state);
}
