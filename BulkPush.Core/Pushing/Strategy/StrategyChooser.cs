using System.Globalization;
using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing.Strategy;

/// <summary>How a store's products are sent, and why.</summary>
/// <param name="Strategy">Direct or bulk.</param>
/// <param name="Reason">For people.</param>
internal sealed record StrategyChoice(PushStrategy Strategy, string Reason);

/// <summary>Estimates when either way of sending would end and chooses. Pure: facts in, choice out.</summary>
internal static class StrategyChooser
{
    /// <summary>
    /// Files have to promise to be done in this share of the direct way's time: both are estimates, and direct sending tells about each product at once.
    /// </summary>
    private const double WorthIt = 0.75;

    /// <param name="asked">What the operator asked for.</param>
    public static StrategyChoice Choose(PushStrategy asked, StrategyFacts facts)
    {
        var (direct, bulk) = (DirectTime(facts), BulkTime(facts));
        return asked switch
        {
            PushStrategy.Direct => new(PushStrategy.Direct, $"Directly, as asked for: {About(direct)} by estimate."),
            PushStrategy.Bulk => new(PushStrategy.Bulk, $"In files, as asked for: {About(bulk)} by estimate."),
            _ when bulk < direct * WorthIt => new(PushStrategy.Bulk, $"In files: {About(bulk)} against {About(direct)} directly ({Grounds(facts)})."),
            _ => new(PushStrategy.Direct, $"Directly: {About(direct)} against {About(bulk)} in files ({Grounds(facts)})."),
        };
    }

    /// <summary>Whichever is scarcer: points, or calls that may be under way at a time.</summary>
    public static TimeSpan DirectTime(StrategyFacts facts)
    {
        var missing = Math.Max(0, (double)facts.Points - facts.Bucket.Available);
        var byPoints = missing / facts.Bucket.RestoreRate;
        var byLatency = facts.Products * facts.Latency.TotalSeconds / facts.RequestsInFlight;
        return Seconds(Math.Max(byPoints, byLatency));
    }

    public static TimeSpan BulkTime(StrategyFacts facts) =>
        facts.Overhead + Seconds(facts.Products / (facts.LinesPerSecond * facts.Operations));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365).TotalSeconds));

    private static string Grounds(StrategyFacts facts)
    {
        var pace = facts.LinesPerSecond * facts.Operations;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(facts.Products, "product")}, {facts.Points:#,0} points at {facts.Bucket.RestoreRate:0} a second, "
            + $"files at {pace:0.#} products a second {(facts.IsPaceSeen ? "as seen here" : "as assumed")}");
    }

    private static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>"about 40 s", "about 4 min", "about 2.5 h".</summary>
    private static string About(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "a moment",
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalSeconds):0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalMinutes):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {time.TotalHours:0.#} h"),
    };
}
