using BulkPush.Benchmarks.Rig;
using Npgsql;

namespace BulkPush.Benchmarks.Measured;

/// <summary>
/// How long a push stands still when the worker that pushes it goes away, with the settings that an installation has by default: killed (SIGKILL) and told to
/// stop (SIGTERM), each from the signal to the first product that another worker has recorded. A store that takes some products a second is being pushed.
/// </summary>
internal static class HandoverBenchmark
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly ShopLimits Steady = new(200, 50, TimeSpan.FromMilliseconds(120));

    public static async Task RunAsync(BenchmarkRun run)
    {
        var times = run.Options.Count("times", 5);
        run.Options.RefuseUnknown();

        var stores = await run.StoresAsync();
        await using var web = await Installation.StartAsync(await run.DatabaseAsync(), "web", run.Clock, run.Stop);
        var products = 600 * times;
        await Catalogue.CreateAsync(web.ConnectionString, ProductShape.TenPoints, products, run.Stop);
        var store = await web.AddStoreAsync(await stores.OpenAsync(Steady, run.Stop), run.Stop);
        await Catalogue.SellAsync(web.ConnectionString, store, products, run.Stop);

        await using var reading = NpgsqlDataSource.Create(web.ConnectionString);
        var holder = await StartWorkerAsync(run, web);
        try
        {
            await web.StartPushAsync(store, run.Stop);
            await ProgressAsync(run, reading, null);
            List<Handover> killed = [], stopped = [];
            for (var time = 1; time <= times; time++)
            {
                killed.Add(await HandOverAsync(isKilled: true));
                stopped.Add(await HandOverAsync(isKilled: false));
            }

            Add(run, "killed", killed, [Goal.AtMost("kill -9", "seconds", 15)]);
            Add(run, "stopped", stopped, [Goal.AtMost("SIGTERM", "endedAfter", 5)]);
        }
        finally
        {
            await holder.DisposeAsync();
        }

        async Task<Handover> HandOverAsync(bool isKilled)
        {
            var next = await StartWorkerAsync(run, web);
            var before = await ProgressAsync(run, reading, null);
            run.Say(isKilled ? "kill -9 of the worker that pushes" : "SIGTERM to the worker that pushes");
            var began = run.Clock.GetTimestamp();
            await (isKilled ? holder.KillAsync() : holder.StopAsync(run.Stop));
            var ended = run.Clock.GetElapsedTime(began).TotalSeconds;
            await holder.DisposeAsync();
            holder = next;
            await ProgressAsync(run, reading, before.Holder);
            return new Handover(ended, run.Clock.GetElapsedTime(began).TotalSeconds);
        }
    }

    private static Task<BulkPushProcess> StartWorkerAsync(BenchmarkRun run, Installation web) =>
        BulkPushProcess.StartAsync("worker", Installation.Settings(web.ConnectionString), run.Clock, run.Stop);

    /// <summary>Waits until a product more is recorded, by another firing than <paramref name="notBy"/>.</summary>
    private static async Task<Standing> ProgressAsync(BenchmarkRun run, NpgsqlDataSource reading, string? notBy)
    {
        Standing? first = null;
        while (true)
        {
            await using (var command = reading.CreateCommand("select fire_instance_id, (progress->>'created')::int from store_pushes where status = 'running'"))
            {
                await using var row = await command.ExecuteReaderAsync(run.Stop);
                if (await row.ReadAsync(run.Stop) && !await row.IsDBNullAsync(0, run.Stop))
                {
                    var now = new Standing(row.GetString(0), await row.IsDBNullAsync(1, run.Stop) ? 0 : row.GetInt32(1));
                    if (now.Holder != notBy)
                    {
                        first ??= now;
                        if (now.Holder == first.Holder && now.Created > first.Created)
                            return now;
                    }
                }
            }

            await Task.Delay(Look, run.Clock, run.Stop);
        }
    }

    private static void Add(BenchmarkRun run, string subject, List<Handover> handovers, IReadOnlyList<Goal> goals) => run.Report.Add(new Measurement(
        "handover",
        subject,
        [("times", handovers.Count)],
        [
            ("seconds", Median(handovers.ConvertAll(h => h.Seconds))),
            ("longest", handovers.Max(h => h.Seconds)),
            ("endedAfter", Median(handovers.ConvertAll(h => h.EndedAfter))),
        ])
    {
        Goals = goals,
    });

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    /// <param name="EndedAfter">Seconds until the process had ended.</param>
    /// <param name="Seconds">Seconds until another one had recorded a product.</param>
    private sealed record Handover(double EndedAfter, double Seconds);

    private sealed record Standing(string Holder, int Created);
}
