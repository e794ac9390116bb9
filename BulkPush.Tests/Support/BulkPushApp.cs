namespace BulkPush.Tests.Support;

/// <summary>The real application over a database of its own, with demo stores in the same process; shared by the tests of a class.</summary>
public sealed class BulkPushApp(PostgresCluster cluster) : IAsyncLifetime
{
    private RunningApp? _app;

    public string ConnectionString { get; private set; } = "";

    internal RunningApp App => _app ?? throw new InvalidOperationException("The application has not started.");

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await cluster.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        _app = RunningApp.Start(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
