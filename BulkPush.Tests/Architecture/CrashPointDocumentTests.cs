using System.Globalization;
using System.Text.RegularExpressions;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Architecture;

/// <summary>Every crash point of docs/job-lifecycle.md is announced where it is, and a process dies there in a test.</summary>
public sealed partial class CrashPointDocumentTests
{
    /// <summary>Between the store's effect and its reply there is nothing of ours to announce it.</summary>
    private const int TheStores = 5;

    private static SortedSet<int> Documented => Numbers(Row(), [SourceTree.Read("docs/job-lifecycle.md")]);

    [Fact]
    public void Every_crash_point_is_announced_where_it_is()
    {
        var announced = Numbers(Announcement(), SourceTree.Files("BulkPush.Core", ".cs").Select(SourceTree.Read));

        Assert.Equal(Documented.Where(number => number != TheStores), announced);
    }

    [Fact]
    public void A_process_dies_in_a_test_at_every_crash_point()
    {
        var rows = CrashPointsOfCallsTests.Points.Concat(CrashPointsOfFilesTests.Points).Select(row => row.Data.Item1);
        var facts = Numbers(Fact(), SourceTree.Files("BulkPush.Tests/Pushing/Crashes", ".cs").Select(SourceTree.Read));

        Assert.Equal(Documented, new SortedSet<int>(rows.Concat(facts)));
    }

    private static SortedSet<int> Numbers(Regex pattern, IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => pattern.Matches(text)).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"CrashPoint\.Reached\((\d+)\)")]
    private static partial Regex Announcement();

    [GeneratedRegex(@"Task Crash_point_(\d+)_")]
    private static partial Regex Fact();
}
