using System.Globalization;
using FsCheck.Xunit;

namespace BulkPush.Tests.Properties;

/// <summary>
/// A property that holds for whatever the generators make up. Every run makes up the same, so that it fails for everybody or for nobody.
/// <c>BULKPUSH_SEED</c> gives another run: a number, <c>random</c>, or what a failure printed, <c>(seed,gamma,size)</c>, to come straight to the failing
/// case; <c>BULKPUSH_CASES</c> is the number of cases.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RandomisedAttribute : PropertyAttribute
{
    private const string UsualSeed = "2026";

    /// <param name="cases">How many cases are tried.</param>
    public RandomisedAttribute(int cases)
    {
        Cases = cases;
        var seed = Environment.GetEnvironmentVariable("BULKPUSH_SEED") ?? UsualSeed;
        MaxTest = int.TryParse(Environment.GetEnvironmentVariable("BULKPUSH_CASES"), CultureInfo.InvariantCulture, out var wanted) ? wanted : cases;
        QuietOnSuccess = true;
        Arbitrary = [typeof(Arbitraries)];
        if (seed != "random")
            Replay = seed.StartsWith('(') ? seed : $"({seed},1)";
    }

    public int Cases { get; }
}
