using System.Diagnostics;
using System.Globalization;
using BulkPush.Core.Persistence.Embedded;
using BulkPush.Tests.Support;
using Npgsql;

namespace BulkPush.Tests.Persistence.Embedded;

public sealed class EmbeddedPostgresTests : IAsyncDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly PostgresLayout _layout;

    public EmbeddedPostgresTests() => _layout = new PostgresLayout(_directory.Path);

    [Fact]
    public async Task Keeps_its_data_when_it_is_started_again()
    {
        await using (var first = await StartAsync())
            await ExecuteAsync(first, "create table kept (id int); insert into kept values (7)");

        await using var second = await StartAsync();

        Assert.False(second.IsAttached);
        Assert.Equal(7, await ExecuteAsync(second, "select id from kept"));
    }

    [Fact]
    public async Task Is_gone_when_the_last_user_lets_go()
    {
        var server = await StartAsync();
        var id = ServerId();

        await server.DisposeAsync();

        Assert.Null(ProcessCommandLine.Of(id));
    }

    [Fact]
    public async Task Serves_a_second_process_after_the_first_has_ended()
    {
        var owner = await StartAsync();
        await using var second = await StartAsync();

        await owner.DisposeAsync();

        Assert.True(second.IsAttached);
        Assert.Equal(1, await ExecuteAsync(second, "select 1"));
    }

    [Fact]
    public async Task Is_shared_by_processes_that_start_at_the_same_moment()
    {
        var servers = await Task.WhenAll(StartAsync(), StartAsync(), StartAsync());

        Assert.Single(servers, server => !server.IsAttached);
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Replaces_what_a_killed_initdb_left_behind()
    {
        Directory.CreateDirectory(_layout.UnfinishedData);
        await File.WriteAllTextAsync(Path.Combine(_layout.UnfinishedData, "PG_VERSION"), "15\n", TestContext.Current.CancellationToken);

        await using var server = await StartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "select 1"));
        Assert.False(Directory.Exists(_layout.UnfinishedData));
    }

    [Fact]
    public async Task Ignores_a_pid_file_whose_id_now_belongs_to_another_program()
    {
        await (await StartAsync()).DisposeAsync();
        var content = $"{Environment.ProcessId}\n{_layout.Data}\n1\n5432\n{_layout.Run}\n\n0 0\nready\n";
        await File.WriteAllTextAsync(_layout.PostmasterId, content, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_layout.SocketLock, content, TestContext.Current.CancellationToken);

        await using var server = await StartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "select 1"));
    }

    [Fact]
    public async Task Recovers_when_everything_was_killed_at_once()
    {
        var killed = await StartAsync(new Dictionary<string, string>());
        await ExecuteAsync(killed, "create table kept (id int); insert into kept values (7)");
        foreach (var id in SupervisorIds().Append(ServerId()))
            await KillAsync(id);
        await killed.DisposeAsync();

        await using var server = await StartAsync();

        Assert.Equal(7, await ExecuteAsync(server, "select id from kept"));
    }

    [Fact]
    public async Task Replaces_a_server_that_nobody_watches_any_more()
    {
        var orphaned = await StartAsync();
        var id = ServerId();
        foreach (var supervisor in SupervisorIds())
            await KillAsync(supervisor);

        await using var server = await StartAsync();

        Assert.False(server.IsAttached);
        Assert.NotEqual(id, ServerId());
        Assert.Null(ProcessCommandLine.Of(id));
        await orphaned.DisposeAsync();
    }

    [Fact]
    public async Task Says_which_version_the_data_needs()
    {
        Directory.CreateDirectory(_layout.Data);
        await File.WriteAllTextAsync(Path.Combine(_layout.Data, "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("PostgreSQL 9 server, whose data is here already", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_why_the_server_did_not_start()
    {
        var settings = new Dictionary<string, string> { ["max_connections"] = "none" };

        var exception = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(settings));

        Assert.Contains("invalid value for parameter \"max_connections\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Moves_its_socket_when_the_path_is_too_long_for_one()
    {
        var layout = new PostgresLayout("/" + new string('x', 200));

        Assert.StartsWith("/tmp/bulkpush-", layout.Run, StringComparison.Ordinal);
        Assert.Equal(layout.Run, new PostgresLayout(layout.Root).Run);
    }

    public ValueTask DisposeAsync() => _directory.DisposeAsync();

    private Task<EmbeddedPostgres> StartAsync() => StartAsync(PostgresCluster.FastSettings);

    private Task<EmbeddedPostgres> StartAsync(IReadOnlyDictionary<string, string> settings) => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { Directory = _directory.Path, Settings = settings, IsDurable = false, AllowDownload = false },
        _ => { },
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    private static async Task<object?> ExecuteAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private int ServerId() => int.Parse(File.ReadLines(_layout.PostmasterId).First(), CultureInfo.InvariantCulture);

    /// <summary>The script and its watching half, whose command lines are the same.</summary>
    private List<int> SupervisorIds() => [.. Process.GetProcesses().Select(process => process.Id).Where(id =>
        ProcessCommandLine.Of(id) is { } line && line.StartsWith("sh -c", StringComparison.Ordinal) && line.Contains(_layout.Run, StringComparison.Ordinal))];

    private static async Task KillAsync(int id)
    {
        using (var process = Process.GetProcessById(id))
            process.Kill();
        await Eventually.IsTrueAsync(() => ProcessCommandLine.Of(id) is null, "a killed process ends");
    }
}
