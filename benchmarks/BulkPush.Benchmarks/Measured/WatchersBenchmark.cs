using System.Diagnostics;
using BulkPush.Benchmarks.Rig;

namespace BulkPush.Benchmarks.Measured;

/// <summary>P9: what many API clients that watch one push cost: reads of the job on PostgreSQL, and the push's pace, against the same push without them.</summary>
internal static class WatchersBenchmark
{
    /// <summary>The statement that reads a job with its stores.</summary>
    private const string JobRead = "select%from bulk_push_jobs%join%store_pushes%";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(BenchmarkRun run)
    {
        var products = run.Options.Count("products", 3000);
        var watchers = run.Options.Count("watchers", 1000);
        var limits = new ShopLimits(
            run.Options.Number("bucket", 1000), run.Options.Number("restore", 1000), TimeSpan.FromMilliseconds(run.Options.Number("latency", 120)));
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var installation = await Installation.StartAsync(await run.DatabaseAsync(), "web,worker", run.Clock, run.Stop);
        var statements = await StatementCounts.OfAsync(installation.ConnectionString, run.Stop);
        await Catalogue.CreateAsync(installation.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        await installation.WarmUpAsync(stores, run.Stop);
        var alone = await MeasureAsync(run, stores, installation, statements, products, 0, limits, null);
        await MeasureAsync(run, stores, installation, statements, products, watchers, limits, alone);
    }

    private static async Task<double> MeasureAsync(
        BenchmarkRun run, DemoStores stores, Installation installation, StatementCounts statements, int products, int watchers, ShopLimits limits, double? alone)
    {
        run.Say($"{watchers} watchers");
        var shop = await stores.OpenAsync(limits, run.Stop);
        var store = await installation.AddStoreAsync(shop, run.Stop);
        await Catalogue.SellAsync(installation.ConnectionString, store, products, run.Stop);
        var job = await installation.StartPushAsync(store, run.Stop);

        // Counted from here on: the answer to the start is a reading of its own.
        await statements.ResetAsync(run.Stop);
        var began = run.Clock.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var polls = new Polls();
        var watching = Enumerable.Range(0, watchers).Select(number => WatchAsync(run, installation, job, Interval * number / watchers, polls, end.Token)).ToList();
        var times = await installation.FinishedAsync(job, run.Stop);
        var seconds = run.Clock.GetElapsedTime(began).TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(watching);

        var rate = times.Products / times.Seconds;

        // The first reading falls on the first moment: it belongs to no second that passed.
        var reads = await statements.CountAsync(run.Stop, JobRead) - 1;
        List<(string, double)> measures =
        [
            ("jobReadsPerSecond", reads / seconds),
            ("productsPerSecond", rate),
            ("pollsPerSecond", polls.Answered / seconds),
            ("slowestPollSeconds", polls.Slowest.TotalSeconds),
            ("failedPolls", polls.Failed),
        ];
        if (alone is { } before)
            measures.Add(("rateChange", (rate - before) / before));
        run.Report.Add(new Measurement(
            "watchers",
            watchers == 0 ? "nobody-watching" : Measurement.BulkPush,
            [("watchers", watchers), ("products", products), ("bucket", limits.Bucket), ("restore", limits.Restore)],
            measures)
        {
            Goals = watchers == 0 ? [] : [Goal.AtMost("P9", "jobReadsPerSecond", 1), Goal.AtLeast("P9", "rateChange", -0.03)],
        });
        return rate;
    }

    private static async Task WatchAsync(BenchmarkRun run, Installation installation, Guid job, TimeSpan delay, Polls polls, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, run.Clock, cancellationToken);
            using var timer = new PeriodicTimer(Interval, run.Clock);
            do
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await installation.Api.GetAsync($"api/products/bulk-push/{job}", cancellationToken);
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                polls.Add(answer.IsSuccessStatusCode, Stopwatch.GetElapsedTime(began));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The push is over.
        }
    }

    private sealed class Polls
    {
        private readonly Lock _gate = new();

        public int Answered { get; private set; }

        public int Failed { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public void Add(bool isSuccess, TimeSpan took)
        {
            lock (_gate)
            {
                Answered++;
                Failed += isSuccess ? 0 : 1;
                Slowest = took > Slowest ? took : Slowest;
            }
        }
    }
}
