using BulkPush.Benchmarks.Measured;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks;

/// <summary>Runs one benchmark by name. What each measures, and what it found, is in docs/performance.md.</summary>
internal static class EntryPoint
{
    private static readonly Dictionary<string, Func<BenchmarkRun, Task>> Benchmarks = new()
    {
        ["budget"] = BudgetBenchmark.RunAsync,
        ["two-processes"] = TwoProcessesBenchmark.RunAsync,
        ["pipe"] = PipeBenchmark.RunAsync,
        ["no-op"] = NoOpBenchmark.RunAsync,
        ["memory"] = MemoryBenchmark.RunAsync,
        ["watchers"] = WatchersBenchmark.RunAsync,
        ["statements"] = StatementsBenchmark.RunAsync,
        ["points"] = PointsBenchmark.RunAsync,
        ["bulk"] = BulkBenchmark.RunAsync,
        ["handover"] = HandoverBenchmark.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args.Length == 0 || !Benchmarks.TryGetValue(args[0], out var benchmark))
        {
            await Console.Error.WriteLineAsync($"Name a benchmark: {string.Join(", ", Benchmarks.Keys)}. Each takes --out FILE (JSON lines) and --database CONNECTION-STRING.");
            return 2;
        }

        try
        {
            await using var run = new BenchmarkRun(new Arguments(args.AsSpan(1)), TimeProvider.System);
            await benchmark(run);
            run.Report.WriteTable();
            return 0;
        }
        catch (UsageException mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message);
            return 2;
        }
    }
}
