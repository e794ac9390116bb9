using System.Net.Sockets;
using BulkPush.Core;
using BulkPush.Core.Persistence;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BulkPush.Tests.Persistence;

public sealed class DatabaseFaultsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_away()
    {
        await using var nowhere = new NpgsqlDataSourceBuilder("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2") { Name = "nowhere" }.Build();
        await using var db = new BulkPushDbContext(
            ((DbContextOptionsBuilder<BulkPushDbContext>)BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), nowhere)).Options);

        var reading = await Record.ExceptionAsync(() => db.Stores.ToListAsync(Ct));
        db.Add(A.Store());
        var saving = await Record.ExceptionAsync(() => db.SaveChangesAsync(Ct));

        Assert.IsType<InvalidOperationException>(reading);
        AssertAway(reading);
        AssertAway(saving);
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_away()
    {
        var store = A.Store();
        await postgres.SaveAsync(store);

        AssertAway(await WhenTheServerEndsItAsync(db => db.Stores.ToListAsync(Ct)));
        AssertAway(await WhenTheServerEndsItAsync(db =>
        {
            db.Add(A.Store());
            return db.SaveChangesAsync(Ct);
        }));
        AssertAway(await WhenTheServerEndsItAsync(db => db.Stores.Where(s => s.Id == store.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "Other"), Ct)));
    }

    [Fact]
    public async Task No_free_connection_in_time_is_away()
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = 1, Timeout = 1 };
        await using var small = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "small" }.Build();
        await using var taken = await small.OpenConnectionAsync(Ct);

        AssertAway(await Record.ExceptionAsync(() => small.OpenConnectionAsync(Ct).AsTask()));
    }

    [Fact]
    public async Task A_deadlock_while_saving_is_a_conflict()
    {
        var (one, other) = (A.Store(), A.Store());
        await postgres.SaveAsync(one, other);
        var (oneIsHeld, otherIsHeld) = (new TaskCompletionSource(), new TaskCompletionSource());

        var faults = await Task.WhenAll(CrossAsync(one.Id, oneIsHeld, otherIsHeld.Task, other.Id), CrossAsync(other.Id, otherIsHeld, oneIsHeld.Task, one.Id));

        var fault = Assert.Single(faults, fault => fault is not null)!;
        Assert.IsType<InvalidOperationException>(fault);
        Assert.IsType<DbUpdateException>(fault.InnerException);
        Assert.True(DatabaseFaults.IsConflict(fault));
        Assert.False(DatabaseFaults.IsAway(fault));

        async Task<Exception?> CrossAsync(Guid first, TaskCompletionSource firstIsHeld, Task secondIsHeld, Guid second)
        {
            await using var db = postgres.CreateContext();
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await db.Stores.Where(s => s.Id == first).ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, "First"), Ct);
            firstIsHeld.SetResult();
            await secondIsHeld.WaitAsync(Ct);
            (await db.Stores.SingleAsync(s => s.Id == second, Ct)).Name = "Second";
            var fault = await Record.ExceptionAsync(() => db.SaveChangesAsync(Ct));
            if (fault is null)
            {
                await transaction.CommitAsync(Ct);
            }

            return fault;
        }
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_is_neither()
    {
        var store = A.Store();
        await postgres.SaveAsync(store);
        var twin = A.Store();
        twin.Domain = store.Domain;

        AssertNeither(Assert.IsType<DbUpdateException>(await Record.ExceptionAsync(() => postgres.SaveAsync(twin))));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.ConnectionFailure, true, false)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true, false)]
    [InlineData(PostgresErrorCodes.DiskFull, true, false)]
    [InlineData(PostgresErrorCodes.AdminShutdown, true, false)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true, false)]
    [InlineData(PostgresErrorCodes.SerializationFailure, false, true)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, false, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, false, false)]
    [InlineData(PostgresErrorCodes.UndefinedTable, false, false)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false, false)]
    public void The_servers_answers_are_told_apart_however_they_are_wrapped(string state, bool away, bool conflict)
    {
        var answer = new PostgresException("made up", "FATAL", "FATAL", state);

        foreach (var fault in new Exception[] { answer, new InvalidOperationException("", answer), new InvalidOperationException("", new DbUpdateException("", answer)) })
        {
            Assert.Equal((away, conflict), (DatabaseFaults.IsAway(fault), DatabaseFaults.IsConflict(fault)));
        }
    }

    [Fact]
    public void A_name_that_is_not_found_and_a_bare_time_out_are_away_unless_they_tell_of_another_server()
    {
        AssertAway(new SocketException());
        AssertAway(new TimeoutException());
        AssertAway(new InvalidOperationException("", new TimeoutException()));

        AssertNeither(new TaskCanceledException("", new TimeoutException()));
        AssertNeither(new HttpRequestException("", new SocketException()));
        AssertNeither(new InvalidOperationException());
    }

    private async Task<Exception?> WhenTheServerEndsItAsync(Func<BulkPushDbContext, Task> use)
    {
        await using var db = postgres.CreateContext();
        await db.Database.OpenConnectionAsync(Ct);
        await using (var other = postgres.CreateContext())
        {
            await other.Database.ExecuteSqlAsync($"select pg_terminate_backend({((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID})", Ct);
        }

        return await Record.ExceptionAsync(() => use(db));
    }

    private static void AssertAway(Exception? fault)
    {
        Assert.NotNull(fault);
        Assert.True(DatabaseFaults.IsAway(fault), fault.ToString());
        Assert.False(DatabaseFaults.IsConflict(fault));
    }

    private static void AssertNeither(Exception fault) =>
        Assert.Equal((false, false), (DatabaseFaults.IsAway(fault), DatabaseFaults.IsConflict(fault)));
}
