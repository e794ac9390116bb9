using System.Collections.Concurrent;
using System.Globalization;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Faults;

/// <summary>
/// Pushes through faults that seeds draw. <c>BULKPUSH_FAULT_SEEDS</c> says how many, <c>BULKPUSH_SEED</c> which is the first; docs/reliability.md shows how.
/// </summary>
public sealed class FaultSeedTests(PostgresCluster cluster, ITestOutputHelper output)
{
    /// <summary>How often a store is asked by itself: few, so that a lasting fault comes before an operator soon.</summary>
    public const string Probes = "4";

    private const int Usual = 50;

    /// <summary>Runs at a time: half of each is waiting for retries.</summary>
    private const int Lanes = 2;

    private readonly ConcurrentQueue<int> _seeds = new(Enumerable.Range(Number("BULKPUSH_SEED", 1), Number("BULKPUSH_FAULT_SEEDS", Usual)));
    private readonly ConcurrentQueue<string> _failures = new();
    private int _deaths;

    [Fact]
    public async Task Whatever_a_seed_draws_nothing_is_lost_or_doubled_and_what_is_said_is_true()
    {
        var count = _seeds.Count;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunAsync()));
        output.WriteLine($"{count - _failures.Count} of {count} seeds passed; in {_deaths} a worker process was to die.");

        Assert.True(_failures.IsEmpty, string.Join("\n\n", _failures));
    }

    /// <summary>Runs without deaths share a stage one after the other; one that fails leaves nothing behind.</summary>
    private async Task RunAsync()
    {
        PushStage? shared = null;
        while (_seeds.TryDequeue(out var seed))
        {
            var drawn = DrawnRun.Of(seed);
            try
            {
                if (drawn.Death is null)
                {
                    shared ??= await SharedAsync();
                    await new FaultRun(drawn, shared).PassAsync();
                    continue;
                }

                Interlocked.Increment(ref _deaths);
                await using var own = await SetAsync(CrashStage.Settings);
                await new FaultRun(drawn, own).PassAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The seed's boundary: the others tell more about what is wrong.
                _failures.Enqueue($"Seed {seed}: {drawn}\n{failure}\nAgain: BULKPUSH_SEED={seed} BULKPUSH_FAULT_SEEDS=1 dotnet test --filter {nameof(FaultSeedTests)}");
                await (shared?.DisposeAsync() ?? ValueTask.CompletedTask);
                shared = null;
            }
        }

        await (shared?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Two workers share the work.</summary>
    private async Task<PushStage> SharedAsync()
    {
        var stage = await SetAsync(new Dictionary<string, string>());
        await stage.StartWorkerAsync();
        await stage.StartWorkerAsync();
        return stage;
    }

    private Task<PushStage> SetAsync(IReadOnlyDictionary<string, string> settings) => PushStage.SetAsync(
        cluster,
        isWorker: false,
        [.. settings.Append(new("Pushing:BulkLines", "12")).Append(new("Pushing:ProbesAtMost", Probes)).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
