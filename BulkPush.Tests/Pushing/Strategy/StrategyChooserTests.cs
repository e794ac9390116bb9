using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Pushing.Strategy;

/// <summary>Which way ends sooner, and what operators read about it.</summary>
public sealed class StrategyChooserTests
{
    /// <summary>A thousand products of ten points to a store of the standard plan: 80 s by calls, 60 s in five files.</summary>
    private static readonly StrategyFacts Thousand = new(
        1000, 10_000, new BudgetReading(2000, 2000, 100), TimeSpan.FromMilliseconds(120), 128, 5, false, 5, TimeSpan.FromSeconds(20));

    public static TheoryData<string, PushStrategy, string> Choices { get; } = new()
    {
        { "one product", PushStrategy.Direct, "Directly: a moment against about 21 s in files (1 product, 12 points at 100 a second, files at 5 products a second as assumed)." },
        { "files not worth it", PushStrategy.Direct, "Directly: about 80 s against about 60 s in files (1,000 products, 10,000 points at 100 a second, files at 25 products a second as assumed)." },
        { "files worth it", PushStrategy.Bulk, "In files: about 61 s against about 81 s directly (1,001 products, 10,010 points at 100 a second, files at 25 products a second as assumed)." },
        { "many, standard plan", PushStrategy.Bulk, "In files: about 67 min against about 2.8 h directly (100,000 products, 1,000,000 points at 100 a second, files at 25 products a second as assumed)." },
        { "many, Plus", PushStrategy.Direct, "Directly: about 17 min against about 67 min in files (100,000 products, 1,000,000 points at 1000 a second, files at 25 products a second as assumed)." },
        { "slow files seen", PushStrategy.Direct, "Directly: about 80 s against about 7 min in files (1,000 products, 10,000 points at 100 a second, files at 2.5 products a second as seen here)." },
        { "quick files seen", PushStrategy.Bulk, "In files: about 22 s against about 80 s directly (1,000 products, 10,000 points at 100 a second, files at 500 products a second as seen here)." },
        { "one operation at a time", PushStrategy.Direct, "Directly: about 80 s against about 4 min in files (1,000 products, 10,000 points at 100 a second, files at 5 products a second as assumed)." },
        { "empty bucket", PushStrategy.Bulk, "In files: about 60 s against about 2 min directly (1,000 products, 10,000 points at 100 a second, files at 25 products a second as assumed)." },
        { "overdrawn bucket", PushStrategy.Bulk, "In files: about 60 s against about 2 min directly (1,000 products, 10,000 points at 100 a second, files at 25 products a second as assumed)." },
        { "slow answers, many points", PushStrategy.Bulk, "In files: about 60 s against about 3 min directly (1,000 products, 10,000 points at 5000 a second, files at 25 products a second as assumed)." },
        { "asked for calls", PushStrategy.Direct, "Directly, as asked for: about 2.8 h by estimate." },
        { "asked for files", PushStrategy.Bulk, "In files, as asked for: about 21 s by estimate." },
        { "nothing left", PushStrategy.Direct, "Directly: a moment against about 20 s in files (0 products, 0 points at 100 a second, files at 5 products a second as assumed)." },
        { "practically never", PushStrategy.Direct, "Directly: about 8760 h against about 8760 h in files (1,000 products, 10,000 points at 0 a second, files at 0 products a second as seen here)." },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Says_what_it_chooses_and_why(string situation, PushStrategy strategy, string reason)
    {
        var (asked, facts) = Situation(situation);

        Assert.Equal(new StrategyChoice(strategy, reason), StrategyChooser.Choose(asked, facts));
    }

    [Fact]
    public void More_points_never_make_calls_and_more_lines_a_second_never_make_files_slower()
    {
        for (var step = 1; step < 50; step++)
        {
            Assert.True(StrategyChooser.DirectTime(Thousand with { Points = step * 1000 }) >= StrategyChooser.DirectTime(Thousand with { Points = (step - 1) * 1000 }));
            Assert.True(StrategyChooser.BulkTime(Thousand with { LinesPerSecond = step + 1 }) <= StrategyChooser.BulkTime(Thousand with { LinesPerSecond = step }));
        }
    }

    private static (PushStrategy Asked, StrategyFacts Facts) Situation(string name) => name switch
    {
        "one product" => (PushStrategy.Auto, Thousand with { Products = 1, Points = 12, Operations = 1 }),
        "files not worth it" => (PushStrategy.Auto, Thousand),
        "files worth it" => (PushStrategy.Auto, Thousand with { Products = 1001, Points = 10_010 }),
        "many, standard plan" => (PushStrategy.Auto, Many(Thousand.Bucket)),
        "many, Plus" => (PushStrategy.Auto, Many(new BudgetReading(20_000, 20_000, 1000))),
        "slow files seen" => (PushStrategy.Auto, Thousand with { LinesPerSecond = 0.5, IsPaceSeen = true }),
        "quick files seen" => (PushStrategy.Auto, Thousand with { LinesPerSecond = 100, IsPaceSeen = true }),
        "one operation at a time" => (PushStrategy.Auto, Thousand with { Operations = 1 }),
        "empty bucket" => (PushStrategy.Auto, Thousand with { Bucket = new BudgetReading(2000, 0, 100) }),
        "overdrawn bucket" => (PushStrategy.Auto, Thousand with { Bucket = new BudgetReading(2000, -900, 100) }),
        "slow answers, many points" => (PushStrategy.Auto, Thousand with { Bucket = new BudgetReading(100_000, 100_000, 5000), Latency = TimeSpan.FromSeconds(10), RequestsInFlight = 64 }),
        "asked for calls" => (PushStrategy.Direct, Many(Thousand.Bucket)),
        "asked for files" => (PushStrategy.Bulk, Thousand with { Products = 1, Points = 12, Operations = 1 }),
        "nothing left" => (PushStrategy.Auto, Thousand with { Products = 0, Points = 0, Operations = 1 }),
        "practically never" => (PushStrategy.Auto, Thousand with { Bucket = new BudgetReading(2000, 0, 0.000_000_1), LinesPerSecond = 0.000_000_1, IsPaceSeen = true }),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static StrategyFacts Many(BudgetReading bucket) => Thousand with { Products = 100_000, Points = 1_000_000, Bucket = bucket };
}
