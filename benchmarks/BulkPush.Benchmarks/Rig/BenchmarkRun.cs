namespace BulkPush.Benchmarks.Rig;

/// <summary>What every benchmark needs: its options, the demo stores, a database server, and where results go.</summary>
internal sealed class BenchmarkRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _connectionString;
    private DemoStores? _stores;
    private BenchmarkDatabase? _database;

    public BenchmarkRun(Arguments options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
        _connectionString = options.Text("database");
        Report = new Report(Console.Out, options.Text("out"), clock);
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            _stop.Cancel();
        };
    }

    public Arguments Options { get; }

    public TimeProvider Clock { get; }

    public Report Report { get; }

    /// <summary>Ends with Ctrl+C.</summary>
    public CancellationToken Stop => _stop.Token;

    public async Task<DemoStores> StoresAsync() => _stores ??= await DemoStores.StartAsync(Clock, Stop);

    public async Task<BenchmarkDatabase> DatabaseAsync() => _database ??= await BenchmarkDatabase.StartAsync(_connectionString, Clock, Stop);

    /// <summary>Says on standard error what is going on, so that standard output stays readable by machines.</summary>
    public void Say(string sentence) => Console.Error.WriteLine($"{Clock.GetUtcNow():HH:mm:ss} {sentence}");

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
            await _stores.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        _stop.Dispose();
    }
}
