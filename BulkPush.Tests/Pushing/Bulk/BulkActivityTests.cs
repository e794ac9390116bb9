using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Bulk;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>What the screen shows of files under way.</summary>
public sealed class BulkActivityTests
{
    private static readonly StorePushProgress Figures = new() { Total = 100 };

    private readonly FakeTimeProvider _clock = new();
    private readonly BulkActivity _activity;
    private readonly BulkOperation _first = File(1);
    private readonly BulkOperation _second = File(2);

    public BulkActivityTests() => _activity = new BulkActivity(_clock);

    [Fact]
    public void Says_where_the_files_are()
    {
        Assert.Equal("Writing products into files", Phase());
        _activity.Move(_first, BulkStage.Uploading, 40);
        Assert.Equal("Uploading a file of products", Phase());
        _activity.Move(_first, BulkStage.Waiting, 40);
        Assert.Equal("Waiting for other bulk operations of this app to end", Phase());
        _activity.Move(_first, BulkStage.Running, 40);
        Assert.Equal("Shopify is working through 1 file", Phase());
        _activity.Move(_second, BulkStage.Running, 40);
        Assert.Equal("Shopify is working through 2 files", Phase());
        _activity.Unanswered();
        Assert.Equal("Shopify does not say how far it is; asking again", Phase());
        _activity.Report(_first, 1);
        Assert.Equal("Shopify is working through 2 files", Phase());
        _activity.Move(_first, BulkStage.Reading, 40);
        _activity.End(_second);
        Assert.Equal("Reading what became of the products", Phase());
        _activity.End(_first);
        Assert.Equal("Writing products into files", Phase());
    }

    [Fact]
    public void What_Shopify_counts_is_under_way_until_its_results_are_read()
    {
        Run(_first, 40, objectCount: 30);
        Run(_second, 40, objectCount: 5);

        Assert.Equal((35, true), (_activity.Observe(Figures).UnderWay, _activity.Observe(Figures).IsCoarse));
        _activity.Read(_first, 20);
        Assert.Equal(15, _activity.Observe(Figures with { Created = 20 }).UnderWay);
        _activity.Read(_first, 20);
        _activity.End(_first);
        Assert.Equal(5, _activity.Observe(Figures with { Created = 40 }).UnderWay);
    }

    [Theory]
    [InlineData(10, 4, 10)]
    [InlineData(10, 1000, 40)]
    [InlineData(10, -5, 10)]
    public void A_count_never_goes_back_and_never_exceeds_the_file(long before, long told, int underWay)
    {
        Run(_first, 40, before);

        _activity.Report(_first, told);

        Assert.Equal(underWay, _activity.Observe(Figures).UnderWay);
    }

    [Fact]
    public void No_more_is_under_way_than_is_left()
    {
        Run(_first, 40, objectCount: 40);

        Assert.Equal(10, _activity.Observe(Figures with { Created = 90 }).UnderWay);
    }

    [Fact]
    public void The_pace_is_that_of_all_files_since_the_first_one_ran()
    {
        Run(_first, 40, objectCount: 0);
        Assert.Null(_activity.Observe(Figures).RatePerSecond);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(_activity.Observe(Figures).RatePerSecond);
        _activity.Report(_first, 40);
        _activity.End(_first);
        Run(_second, 40, objectCount: 10);

        var seen = _activity.Observe(Figures with { Created = 40 });

        Assert.Equal((5.0, 10.0), (seen.RatePerSecond, seen.EtaSeconds));
    }

    [Fact]
    public void What_is_reported_of_a_file_that_has_ended_is_no_longer_news()
    {
        Run(_first, 40, objectCount: 10);
        _activity.End(_first);

        _activity.Report(_first, 40);
        _activity.Read(_first, 40);

        Assert.Equal((0, false, 0), (_activity.Observe(Figures).UnderWay, _activity.Observe(Figures).IsCoarse, _activity.Running));
    }

    private static BulkOperation File(int sequence) => new()
    {
        Id = Guid.CreateVersion7(),
        StorePushId = Guid.Empty,
        Sequence = sequence,
        ClientIdentifier = $"file-{sequence}",
        StoreRevision = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private void Run(BulkOperation file, int lines, long objectCount)
    {
        _activity.Move(file, BulkStage.Running, lines);
        _activity.Report(file, objectCount);
    }

    private string? Phase() => _activity.Observe(Figures).Phase;
}
