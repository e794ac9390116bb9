using System.Text.Json;
using BulkPush.Core.Jobs;

namespace BulkPush.Tests.Pushing.Faults;

/// <summary>A push and everything that happens to it, drawn from a seed: the same seed draws the same.</summary>
/// <param name="Sound">Products that a store takes.</param>
/// <param name="Unsound">Products that are refused before they are sent.</param>
/// <param name="Death">Where the worker, a process of its own then, dies; null when nobody does.</param>
internal sealed record DrawnRun(int Seed, int Sound, int Unsound, PushStrategy Strategy, DrawnDeath? Death, IReadOnlyList<DrawnShop> Shops)
{
    private static readonly int[] Deadly = [2, 3, 4, 6, 7, 8, 10, 11, 12];

    public static DrawnRun Of(int seed)
    {
        var random = new Random(seed);
        var strategy = random.Next(4) switch { 0 => PushStrategy.Auto, 1 => PushStrategy.Bulk, _ => PushStrategy.Direct };
        return new DrawnRun(
            seed,
            random.Next(1, 41),
            random.Next(0, 4),
            strategy,
            random.Next(8) == 0 ? new DrawnDeath(Deadly[random.Next(Deadly.Length)], random.Next(1, 4)) : null,
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => DrawnShop.From(random))]);
    }

    public override string ToString() =>
        $"{Sound} sound and {Unsound} unsound products, strategy {Strategy}, "
        + $"{(Death is null ? "no death" : $"death at crash point {Death.Point}, pass {Death.Pass}")}, shops {string.Join(" and ", Shops.Select(s => s.ToString()))}";
}

/// <param name="Point">Number in docs/job-lifecycle.md.</param>
/// <param name="Pass">The process survives so many passes of the point less one; it may never come that far.</param>
internal sealed record DrawnDeath(int Point, int Pass);

/// <summary>A demo shop's settings, faults included, as its control endpoint takes them.</summary>
internal sealed record DrawnShop(IReadOnlyDictionary<string, object> Settings)
{
    private static readonly string[] Passing =
    [
        "throttle", "serverErrorJson", "serverErrorHtml", "connectionReset", "lostReply", "badJson", "slowReply",
        "internalServerError", "internalServerErrorAfterEffect", "tooManyRequests",
    ];

    private static readonly string[] OfFiles = ["uploadRefused", "bulkReplyLost", "bulkFails", "bulkExpires", "bulkResultIncomplete", "bulkResultTorn"];

    /// <summary>The store as a whole cannot be pushed until somebody mends it.</summary>
    private static readonly string[] Lasting = ["tokenRevoked", "shopFrozen", "shopForbidden", "shopMissing", "shopLocked"];

    public static DrawnShop From(Random random)
    {
        var faults = new Dictionary<string, object>();
        for (var drawn = random.Next(4); drawn > 0; drawn--)
        {
            faults[Passing[random.Next(Passing.Length)]] = random.Next(2) == 0
                ? new { count = random.Next(1, 4) }
                : new { probability = Math.Round(random.NextDouble() * 0.15, 2) };
        }

        for (var drawn = random.Next(3); drawn > 0; drawn--)
        {
            faults[OfFiles[random.Next(OfFiles.Length)]] = new { count = random.Next(1, 3) };
        }

        if (random.Next(8) == 0)
        {
            // A late one lets some of the push through.
            faults[Lasting[random.Next(Lasting.Length)]] = random.Next(2) == 0 ? new { probability = 1.0 } : new { probability = 0.1 };
        }

        return new DrawnShop(new Dictionary<string, object>
        {
            ["maximumAvailable"] = random.Next(2) == 0 ? 100_000 : random.Next(200, 1000),
            ["restoreRate"] = random.Next(300, 3000),
            ["latencyMs"] = random.Next(3) * 10,
            ["slowReplyMs"] = random.Next(100, 1000),
            ["bulkLinesPerSecond"] = random.Next(2) == 0 ? 0 : random.Next(50, 500),
            ["faults"] = faults,
        });
    }

    public override string ToString() => JsonSerializer.Serialize(Settings);
}
