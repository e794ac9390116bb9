using System.Globalization;
using BulkPush.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestMethodOrderer(typeof(TestOrder))]
[assembly: TestCaseOrderer(typeof(TestOrder))]

namespace BulkPush.Tests.Support;

/// <summary>
/// The order of the tests of a class: shuffled by <c>BULKPUSH_TEST_ORDER</c> (a whole number, 0 when not set). The runner's own order depends on
/// the folder of the assembly, so a test that leans on another's rows would pass in one clone and fail in the next.
/// </summary>
public sealed class TestOrder : ITestMethodOrderer, ITestCaseOrderer
{
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("BULKPUSH_TEST_ORDER") ?? "0", CultureInfo.InvariantCulture);

    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : ITestMethod => Shuffled(testMethods, m => m?.MethodName);

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : ITestCase => Shuffled(testCases, c => c.TestCaseDisplayName);

    private static T[] Shuffled<T>(IReadOnlyCollection<T> tests, Func<T, string?> name)
    {
        var shuffled = tests.OrderBy(name, StringComparer.Ordinal).ToArray();
        new Random(Seed).Shuffle(shuffled);
        return shuffled;
    }
}
