using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties.Traffic;

/// <summary>A store's limit: points, and points a second.</summary>
public readonly record struct Plan(int Bucket, int RestoreRate);

/// <summary>Calls to one store, and what happens meanwhile. What is left to chance beyond that comes from <see cref="Seed"/>.</summary>
/// <param name="Calls">Calls of one process.</param>
/// <param name="Lanes">Calls of one process that may be under way or wait at a time.</param>
/// <param name="LatencyMs">A call takes so long at least and half as long again at most; of answers that differ, some overtake others.</param>
/// <param name="MostPoints">Points that a call asks for, at most.</param>
/// <param name="SparingCalls">Calls of a hundred that need less than they ask for.</param>
/// <param name="LostAnswers">Calls of a hundred without an answer; half of them never reach the store.</param>
/// <param name="Drains">Somebody else takes points, as many as there are at most.</param>
/// <param name="Changes">The store gets another plan.</param>
public sealed record AnyTraffic(
    int Seed,
    Plan Plan,
    int Calls,
    int Lanes,
    int LatencyMs,
    int MostPoints,
    int SparingCalls,
    int LostAnswers,
    IReadOnlyList<(int AtMs, int Points)> Drains,
    IReadOnlyList<(int AtMs, Plan Plan)> Changes)
{
    private static readonly Gen<Plan> AnyPlan = Gen.Elements<Plan>(new(100, 10), new(500, 50), new(1000, 50), new(2000, 100), new(4000, 200), new(20000, 1000));

    /// <summary>Everything at once; a property takes away what it is not about.</summary>
    public static Arbitrary<AnyTraffic> Arbitrary { get; } = Arb.From(
        from seed in Gen.Choose(1, int.MaxValue - 1)
        from plan in AnyPlan
        from calls in Gen.Choose(1, 400)
        from lanes in Gen.Choose(1, 64)
        from latency in Gen.Choose(0, 1500)
        from points in Gen.Elements(1, 10, 12, 40, 90)
        from sparing in Gen.Elements(0, 20, 100)
        from lost in Gen.Elements(1, 10)
        from drains in Gen.ListOf(Gen.Choose(0, 60_000).SelectMany(at => Gen.Choose(1, 20_000).Select(taken => (at, taken)))).Select(list => list.Take(4))
        from changes in Gen.ListOf(Gen.Choose(0, 60_000).SelectMany(at => AnyPlan.Select(next => (at, next)))).Select(list => list.Take(3))
        select new AnyTraffic(seed, plan, calls, lanes, latency, points, sparing, lost, [.. drains], [.. changes]),
        Simpler);

    /// <summary>The smallest bucket that the store has at any time.</summary>
    public int SmallestBucket => Changes.Select(change => change.Plan.Bucket).Append(Plan.Bucket).Min();

    /// <summary>Nobody else uses the store's points, every call is answered, and the plan stays.</summary>
    public AnyTraffic Undisturbed() => this with { LostAnswers = 0, Drains = [], Changes = [] };

    public override string ToString() =>
        $"seed {Seed}, {Plan}, {Calls} calls in {Lanes} lanes, {LatencyMs} ms, up to {MostPoints} points, {SparingCalls} % sparing, {LostAnswers} % lost, "
        + $"drains [{string.Join(' ', Drains)}], changes [{string.Join(' ', Changes)}]";

    private static IEnumerable<AnyTraffic> Simpler(AnyTraffic traffic)
    {
        for (var index = 0; index < traffic.Drains.Count; index++)
            yield return traffic with { Drains = [.. traffic.Drains.Where((_, at) => at != index)] };
        for (var index = 0; index < traffic.Changes.Count; index++)
            yield return traffic with { Changes = [.. traffic.Changes.Where((_, at) => at != index)] };
        if (traffic.LostAnswers > 0)
            yield return traffic with { LostAnswers = 0 };
        if (traffic.SparingCalls > 0)
            yield return traffic with { SparingCalls = 0 };
        if (traffic.Calls > 1)
            yield return traffic with { Calls = traffic.Calls / 2 };
        if (traffic.Lanes > 1)
            yield return traffic with { Lanes = traffic.Lanes / 2 };
        if (traffic.LatencyMs > 1)
            yield return traffic with { LatencyMs = traffic.LatencyMs / 2 };
    }
}
