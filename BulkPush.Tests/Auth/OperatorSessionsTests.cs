using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace BulkPush.Tests.Auth;

public sealed class OperatorSessionsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly FakeTimeProvider _clock = new(A.Moment);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ended_sessions_are_forgotten_once_no_cookie_can_be_left_of_them()
    {
        var sessions = new OperatorSessions(postgres.Contexts, _clock);
        var (old, recent, last) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await sessions.EndAsync(old, Ct);
        _clock.Advance(TimeSpan.FromHours(24));
        await sessions.EndAsync(recent, Ct);
        _clock.Advance(OperatorSessions.Remembered - TimeSpan.FromHours(23));

        await sessions.EndAsync(last, Ct);
        await sessions.EndAsync(last, Ct);

        await using var db = postgres.CreateContext();
        Assert.Equal(new[] { recent, last }.Order(), (await db.EndedSessions.Select(s => s.Id).ToListAsync(Ct)).Order());
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_is_turned_out()
    {
        await using var nowhere = new NpgsqlDataSourceBuilder("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2") { Name = "nowhere" }.Build();
        var contexts = new PooledDbContextFactory<BulkPushDbContext>(
            ((DbContextOptionsBuilder<BulkPushDbContext>)BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), nowhere)).Options);

        Assert.True(await new OperatorSessions(contexts, _clock).IsCurrentAsync(Guid.CreateVersion7(), "stamp", Guid.CreateVersion7(), Ct));
    }
}
