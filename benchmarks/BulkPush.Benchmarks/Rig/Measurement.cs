namespace BulkPush.Benchmarks.Rig;

/// <summary>What one subject did in one benchmark.</summary>
/// <param name="Subject"><c>bulkpush</c>, or the name of what it is compared with.</param>
/// <param name="Settings">What the benchmark was run with, by the option's name.</param>
/// <param name="Measures">Figures by name, in the order in which they are shown.</param>
internal sealed record Measurement(
    string Benchmark, string Subject, IReadOnlyList<(string Name, double Value)> Settings, IReadOnlyList<(string Name, double Value)> Measures)
{
    public const string BulkPush = "bulkpush";

    /// <summary>What the project promises for these settings; empty where it promises nothing.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    public double Value(string measure) => Measures.Single(pair => pair.Name == measure).Value;

    public bool Meets(Goal goal) => goal.IsLowest ? Value(goal.Measure) >= goal.Limit : Value(goal.Measure) <= goal.Limit;
}

/// <param name="Name">The goal's number in the project's plan, for example <c>P1</c>.</param>
/// <param name="IsLowest">Whether <paramref name="Limit"/> is the least that the measure may be; else it is the most.</param>
internal sealed record Goal(string Name, string Measure, bool IsLowest, double Limit)
{
    public static Goal AtLeast(string name, string measure, double limit) => new(name, measure, true, limit);

    public static Goal AtMost(string name, string measure, double limit) => new(name, measure, false, limit);
}
